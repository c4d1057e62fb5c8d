/** All formats of logs that are read. A new one is a file beside this and a row here. */
import { counters } from './counters.ts';
import { criuLog } from './criu.ts';
import type { Format } from './format.ts';
import { ftrace } from './ftrace.ts';
import { hmp } from './hmp.ts';
import { kernelLog } from './kernellog.ts';
import { libvirt } from './libvirt.ts';
import { NAMED } from './named.ts';
import { pageTypes } from './pagetypes.ts';
import { qemuTrace } from './qemutrace.ts';
import { qmp } from './qmp.ts';
import { ramBlocks } from './ramblock.ts';
import { samples } from './samples.ts';
import { smaps } from './smaps.ts';
import { strace } from './strace.ts';
import { virsh } from './virsh.ts';

/** In order of preference: of two that are equally sure of a line, the first has it. */
export const FORMATS: readonly Format[] = [
  qemuTrace,
  criuLog,
  ramBlocks,
  strace,
  ftrace,
  samples,
  libvirt,
  qmp,
  hmp,
  virsh,
  pageTypes,
  smaps,
  counters,
  kernelLog,
  ...NAMED,
];
