/** All that is looked for in logs. A new diagnosis is a file beside this and a row here. */
import type { Reading } from '../read/read.ts';
import { convergence } from './convergence.ts';
import type { Diagnoser, Diagnosis } from './diagnosis.ts';
import { hugeFolios } from './folio.ts';
import { kernelRemarks } from './kernelremarks.ts';
import { khugepagedVerdicts } from './khugepaged.ts';
import { notHuge } from './nothuge.ts';
import { notModelled } from './notmodelled.ts';
import { blocktimes, outcome } from './outcome.ts';
import { refusedPages } from './refused.ts';
import { refusedCommands, reported, stopped } from './session.ts';
import { whoSplit } from './split.ts';
import { userfaultWithoutRetry } from './userfault.ts';

const DIAGNOSERS: readonly Diagnoser[] = [
  notHuge,
  khugepagedVerdicts,
  whoSplit,
  hugeFolios,
  convergence,
  outcome,
  blocktimes,
  refusedCommands,
  stopped,
  reported,
  refusedPages,
  userfaultWithoutRetry,
  kernelRemarks,
  notModelled,
];

/** What the files say together, troubles first. */
export function diagnose(readings: readonly Reading[]): Diagnosis[] {
  const all = DIAGNOSERS.flatMap((look) => look(readings));
  return [...all.filter((d) => d.kind === 'trouble'), ...all.filter((d) => d.kind === 'fact')];
}
