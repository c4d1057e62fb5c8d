/** A simulation given what a recording was given: guest size, content, discard set, bandwidth, khugepaged's knobs. What the
 *  kernel and QEMU make of it is the engine's own. */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import { MS, PAGE_BYTES } from '../base/units.ts';
import { K } from '../event/event.ts';
import { parseScenario, type Scenario } from '../scenario/schema.ts';
import { type Run, Simulation } from '../sim/run.ts';
import type { DirtyTrace } from '../workload/trace.ts';
import type { Recording } from './recording.ts';
import { type Versus, versus } from './versus.ts';

/** Longer than any migration: a replayed write comes once. */
const ONCE = 1e15;
/** How long after a page was sent the guest writes it again, ns. */
const SOON = 2_000;

/** What the recording says of guest memory. */
interface Given {
  /** Pages with content; the others are zero. */
  readonly content: Uint8Array;
  /** Pages that precopy loaded. */
  readonly loaded: number;
  readonly discarded: Uint8Array;
  readonly postcopy: boolean;
}

function given(recording: Recording): Given {
  const content = new Uint8Array(recording.pages);
  const seen = new Uint8Array(recording.pages);
  const discarded = new Uint8Array(recording.pages);
  for (const row of recording.rows) {
    const end = row.page + row.n;
    if (row.kind === 'pre_page') {
      seen.fill(1, row.page, end);
      if (row.flag) content.fill(1, row.page, end);
    } else if (row.kind === 'uffd_copy') content.fill(1, row.page, end);
    else if (row.kind === 'dontneed') discarded.fill(1, row.page, end);
  }
  const postcopy = recording.rows.some((row) => row.kind === 'uffd_copy' || row.kind === 'uffd_register');
  return { content, loaded: seen.reduce((a, b) => a + b, 0), discarded, postcopy };
}

/** Simulates the migration of the recording and compares. The problem says why a recording gives no scenario. */
export function simulateRecording(recording: Recording): Result<{ run: Run; versus: Versus }> {
  const what = given(recording);
  // Once to learn when each page is sent, then with the guest writing what was found dirty, each page soon after it was sent.
  const idle = scenarioOf(recording, what, { workload: 'idle', dirtyRate: 0 }, '');
  if (!idle.ok) return idle;
  const times = sendTimes(play(idle.value, what, null), recording.pages);
  const pages: number[] = [];
  for (const p of times.order.slice(0, what.loaded)) if (what.discarded[p]) pages.push(p);
  // Stopped before its pass was over, QEMU had sent so many pages and no more.
  const last = times.order[what.loaded - 1];
  const early = what.postcopy && what.loaded < recording.pages && last !== undefined;
  // The postcopy capability was on in all of them; where precopy came to its end first, the command comes too late.
  const faults = early
    ? `postcopy@precopy+${Math.round(times.at[last]! + 1)}ns`
    : what.postcopy
      ? ''
      : 'postcopy@completed';
  const trace: DirtyTrace = {
    time: Float64Array.from(pages, (p) => times.at[p]! + SOON),
    page: Uint32Array.from(pages),
    period: ONCE,
  };
  const scenario = scenarioOf(
    recording,
    what,
    { workload: pages.length > 0 ? 'trace' : 'idle', dirtyRate: 1 },
    faults,
  );
  if (!scenario.ok) return scenario;
  const run = play(scenario.value, what, pages.length > 0 ? trace : null);
  return ok({ run, versus: versus(recording, run) });
}

function scenarioOf(
  recording: Recording,
  what: Given,
  guest: Partial<Scenario['guest']>,
  faults: string,
): Result<Scenario> {
  if (recording.enabled !== 'madvise')
    return bad('invalid', 'settings_seen', worded`settings_seen: simulations run with THP=madvise only`);
  return parseScenario({
    guest: { bytes: recording.pages * PAGE_BYTES, vcpus: 1, ...guest },
    wire: { bandwidth: recording.bandwidth || 32 * 1024 * 1024 },
    qemu: {
      mode: what.postcopy && faults === '' ? 'hybrid' : 'precopy',
      hugepageAgain: 'at-cleanup',
      discard: 'runs',
      preempt: recording.preempt,
      postcopyBandwidth: recording.postcopyBandwidth,
    },
    khugepaged: {
      scanSleep: Math.max(1, recording.scanSleepMs) * MS,
      pagesToScan: Math.max(512, recording.pagesToScan),
      maxPtesNone: recording.maxPtesNone,
    },
    faults,
  });
}

/** Runs the scenario in a guest whose pages without content are zero. */
function play(scenario: Scenario, { content }: Given, trace: DirtyTrace | null): Run {
  const simulation = new Simulation(scenario);
  const { machine } = simulation;
  if (trace) machine.guest.replay(trace);
  // The boot writes all memory; what the recorded guest never wrote is zero before the first page is sent.
  while (!machine.guest.isBooted && !simulation.next(1));
  for (let p = 0; p < content.length; p++) if (!content[p]) machine.src.version[p] = 0;
  while (!simulation.next());
  return simulation.finish();
}

/** When each page left first, ns since precopy began, and in which order. */
function sendTimes(run: Run, pages: number): { at: Float64Array; order: Uint32Array } {
  const { columns } = run.recorder;
  const begin = run.phases.find((p) => p.name === 'precopy')?.timeNs ?? 0;
  const at = new Float64Array(pages).fill(-1);
  const order = new Uint32Array(pages);
  let n = 0;
  for (let i = 0; i < columns.length; i++) {
    const kind = columns.kind(i);
    if (kind !== K.SEND && kind !== K.SEND_ZERO) continue;
    const page = columns.page(i);
    if (at[page]! >= 0) continue;
    at[page] = columns.time(i) - begin;
    order[n++] = page;
  }
  return { at, order };
}
