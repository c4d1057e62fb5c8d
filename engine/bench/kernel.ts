/** The engine against the running kernel: the same 65,536 calls on both, in turns, as ratios. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MIB, PAGE_BYTES, PMD_PAGES } from '../base/units.ts';
import { DST_LOAD, who } from '../event/actor.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { HOST_DST } from '../event/pageword.ts';
import { Recorder } from '../log/recorder.ts';
import { access } from '../mm/fault.ts';
import { madvise } from '../mm/madvise.ts';
import { uffdioCopy } from '../mm/mfill.ts';
import { Mm, Uffd } from '../mm/mm.ts';
import { mmap } from '../mm/mmap.ts';
import { userfaultfdRegister } from '../mm/userfaultfd.ts';
import { heading, median, row } from './table.ts';

/** Counted rounds, after some that are not; the kernel goes first in every second one. */
const ROUNDS = 11;
const WARM_UP = 2;
const TRIES = 5;
const BYTES = 256 * MIB;
const CALLS = BYTES / PAGE_BYTES;
const BY = who(DST_LOAD, HOST_DST);
const SOURCE = fileURLToPath(new URL('kernel.c', import.meta.url));

const LOOPS = [
  { loop: 'flood-small', name: 'MADV_DONTNEED a page, of small pages', huge: 0 },
  { loop: 'flood-thp', name: 'MADV_DONTNEED a page, of huge pages', huge: CALLS / PMD_PAGES },
  { loop: 'copy', name: 'UFFDIO_COPY a page', huge: 0 },
] as const;
type Loop = (typeof LOOPS)[number];

/** What this machine lacks, in words for whoever asked. */
class Unavailable extends Error {}

/** A process with 256 MiB and folios told one by one, as scripts have it; with pages in it unless they are to be copied. */
function prepared({ loop, huge }: Loop): Mm {
  const out = new Recorder(CALLS);
  out.state.trackFolios();
  const mm = new Mm(out, HOST_DST, 'madvise');
  mmap(mm, 0, CALLS, { prot: 'rw', noreserve: true }, BY, NO_CAUSE);
  madvise(mm, 0, BYTES, loop === 'flood-thp' ? 'HUGEPAGE' : 'NOHUGEPAGE', BY, NO_CAUSE);
  if (loop === 'copy') {
    mm.uffd = new Uffd([]);
    out.emit(K.UFFD_OPEN, BY, 0, 0, NO_CAUSE);
    userfaultfdRegister(mm, 0, BYTES, 'missing', BY, NO_CAUSE);
  } else for (let page = 0; page < CALLS; page++) access(mm, page, true, BY, NO_CAUSE);
  if (mm.side.huge !== huge) throw new Error(`${loop}: ${mm.side.huge} huge pages, expected ${huge}`);
  return mm;
}

/** Collects what earlier runs left: the kernel's side is a new process each time. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** ns of the loop on the engine. Every call is recorded, and has to do its work. */
function engineRun(l: Loop): number {
  const mm = prepared(l);
  const mode = { dontwake: false, wp: false };
  let failed = 0;
  collectGarbage();
  const from = process.hrtime.bigint();
  if (l.loop === 'copy')
    for (let i = 0; i < CALLS; i++) {
      if (uffdioCopy(mm, i * PAGE_BYTES, PAGE_BYTES, 7, mode, BY, NO_CAUSE).ret !== 0) failed++;
      // Nobody waits, so there is nobody to wake; as after every operation of a script.
      if (mm.uffd) mm.uffd.wakes = [];
    }
  else
    for (let i = 0; i < CALLS; i++) {
      if (madvise(mm, i * PAGE_BYTES, PAGE_BYTES, 'DONTNEED', BY, NO_CAUSE) !== 0) failed++;
    }
  const ns = Number(process.hrtime.bigint() - from);
  const rss = l.loop === 'copy' ? CALLS : 0;
  if (failed > 0 || mm.side.rss !== rss) throw new Error(`${l.loop}: ${failed} failed, rss ${mm.side.rss}`);
  return ns;
}

/** ns of the loop on the kernel. Huge pages may be short for a moment, so that is tried again. Throws Unavailable. */
function kernelRun(program: string, { loop, huge }: Loop): number {
  let mapped = 0;
  for (let i = 0; i < TRIES; i++) {
    const run = spawnSync(program, [loop], { encoding: 'utf8' });
    if (run.status !== 0) throw new Unavailable(run.stderr.trim() || `${loop} ended by ${run.signal}`);
    const told = JSON.parse(run.stdout) as { ns: number; huge: number };
    if (told.huge === huge) return told.ns;
    mapped = told.huge;
  }
  throw new Unavailable(`the kernel mapped ${mapped} huge pages, expected ${huge}`);
}

/** Builds the kernel's side. Throws Unavailable. */
function build(folder: string): string {
  const compiler = process.env.CC ?? 'cc';
  const program = join(folder, 'kernel');
  const built = spawnSync(compiler, ['-O2', '-Wall', '-Wextra', SOURCE, '-o', program], { encoding: 'utf8' });
  if (built.error) throw new Unavailable(`no C compiler: expected ${compiler} (set CC to another)`);
  if (built.status !== 0) throw new Unavailable(`${compiler} does not build it:\n${built.stderr.trim()}`);
  return program;
}

function compare(program: string, l: Loop): void {
  const engine: number[] = [];
  const kernel: number[] = [];
  for (let i = 0; i < WARM_UP + ROUNDS; i++) {
    const kernelFirst = i % 2 === 1;
    const before = kernelFirst ? kernelRun(program, l) : 0;
    const ns = engineRun(l);
    const other = kernelFirst ? before : kernelRun(program, l);
    if (i < WARM_UP) continue;
    engine.push(ns);
    kernel.push(other);
  }
  const ratios = kernel.map((ns, i) => ns / engine[i]!);
  const ratio = median(ratios);
  const times = `engine ${ms(median(engine))}, kernel ${ms(median(kernel))}, least ${Math.min(...ratios).toFixed(1)}×`;
  row(l.name, `${ratio.toFixed(1)}×`, `${ratio > 1 ? 'goal > 1' : 'THE KERNEL IS FASTER'}; ${times}`);
}

const ms = (ns: number): string => `${(ns / 1e6).toFixed(1)} ms`;

function leaveOut(what: string, e: unknown): void {
  if (!(e instanceof Unavailable)) throw e;
  process.stdout.write(`  left out: ${what}: ${e.message}\n`);
}

/** Says so and returns where there is no compiler, no userfaultfd or no huge pages. */
export function kernelBench(): void {
  heading(
    `kernel ${release()} time / engine time, ${CALLS} calls over 256 MiB, medians of ${ROUNDS} in turns`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const program = build(folder);
    for (const l of LOOPS)
      try {
        compare(program, l);
      } catch (e) {
        leaveOut(l.name, e);
      }
  } catch (e) {
    leaveOut('all of it', e);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
