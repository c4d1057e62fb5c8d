/** All formats of logs that are read. A new one is a file beside this and a row here. */
import { counters } from './counters.ts';
import type { Format } from './format.ts';
import { kernelLog } from './kernellog.ts';
import { qemuTrace } from './qemutrace.ts';
import { ramBlocks } from './ramblock.ts';
import { smaps } from './smaps.ts';

/** In order of preference: of two that are equally sure of a line, the first has it. */
export const FORMATS: readonly Format[] = [qemuTrace, ramBlocks, smaps, counters, kernelLog];
