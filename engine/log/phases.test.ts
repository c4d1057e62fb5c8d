/** Guards that a phase says what happens in it: no phase that is named after a call begins before it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { K } from '../event/event.ts';
import { HOST_DST } from '../event/pageword.ts';
import { VM_UFFD_MISSING } from '../event/vmalist.ts';
import { PRESETS } from '../scenario/presets.ts';
import { simulate } from '../sim/run.ts';
import { playRecording } from '../trace/play.ts';
import { Replica } from '../view/replica.ts';
import type { Phase } from './phases.ts';
import type { Recorded } from './recorded.ts';

/** The call that a phase begins with, by its short label. */
const CALLS: Readonly<Record<string, readonly number[]>> = {
  NOHUGEPAGE: [K.NOHUGEPAGE],
  DONTNEED: [K.DONTNEED, K.MADVISEV],
  REGISTER: [K.REGISTER],
  UNREGISTER: [K.UNREGISTER, K.HUGEPAGE],
};

function recordingOf(name: string): Recorded {
  const text = readFileSync(new URL(`../../public/traces/${name}.json`, import.meta.url), 'utf8');
  const run = playRecording(text, name);
  if (!run.ok) throw new Error(run.problem.message);
  return run.value;
}

const runOf = (id: string): Recorded => simulate(PRESETS.find((p) => p.id === id)!.scenario);
const labels = (run: Recorded) => run.phases.map((p) => p.label);
const endOf = (run: Recorded, phase: Phase) =>
  (run.phases[run.phases.indexOf(phase) + 1]?.step ?? run.recorder.columns.length + 1) - 1;

const RUNS = [
  'qemu-as-mailed',
  'qemu-as-coded',
  'qemu-no-nohugepage',
  'qemu-postcopy-only',
  'qemu-madvisev',
  'criu-2017',
  'criu-thp-disable',
  'criu-register-first',
  'h03-touched-before-register',
  'h04-unregistered-early',
  'h18-network-lost',
];

describe.each([...RUNS.map((id) => [id, runOf] as const), ['q1-hot', recordingOf] as const])(
  'phases of %s',
  (id, make) => {
    const run = make(id);
    const { columns, keyframes, state } = run.recorder;

    it('begin with the call that they are named after', () => {
      for (const phase of run.phases) {
        const calls = CALLS[phase.short];
        if (!calls) continue;
        // The mark itself may stand before its call; nothing else that changes memory does.
        const first = [0, 1].map((i) => columns.kind(phase.step - 1 + i)).find((kind) => kind !== K.PHASE);
        expect(calls, `${phase.label} at step ${phase.step}`).toContain(first);
      }
    });

    it('arm memory in UFFDIO_REGISTER and not before', () => {
      const registers = run.phases.filter((p) => p.name === 'register');
      const replica = new Replica(columns, keyframes, state.pages, state.folios !== null);
      const armed = (step: number) =>
        replica
          .seek(step)
          .side(HOST_DST)
          .vmas.list.some((v) => v.flags & VM_UFFD_MISSING);
      for (const { step } of registers) expect([armed(step - 1), armed(step)]).toEqual([false, true]);
    });

    it('follow one another and hold every event once', () => {
      expect(run.phases[0]?.step).toBe(1);
      const ends = run.phases.map((p) => endOf(run, p));
      expect(ends.at(-1)).toBe(columns.length);
      run.phases.forEach((p, i) => {
        expect(ends[i]).toBeGreaterThanOrEqual(p.step - 1);
        expect(p.timeNs).toBe(columns.time(p.step - 1));
      });
    });
  },
);

it('pages that khugepaged loses are lost before UFFDIO_REGISTER, and in a phase that says so', () => {
  const run = runOf('qemu-no-nohugepage');
  const { columns } = run.recorder;
  const before = run.phases.find((p) => p.label === 'before UFFDIO_REGISTER')!;
  let lost = 0;
  for (let n = 0; n < columns.length; n++) {
    if (columns.kind(n) !== K.LOST) continue;
    lost++;
    expect(n).toBeGreaterThanOrEqual(before.step - 1);
    expect(n).toBeLessThan(endOf(run, before));
  }
  expect(lost).toBe(1932);
  expect(labels(run)).toContain('no MADV_NOHUGEPAGE');
});

it('labels say what a run does and not what its code is called', () => {
  expect(labels(runOf('qemu-postcopy-only')).slice(1, 5)).toEqual([
    'setup, dirty logging',
    'stop',
    'MADV_NOHUGEPAGE',
    'MADV_DONTNEED',
  ]);
  expect(labels(runOf('qemu-as-coded'))).toContain('MADV_HUGEPAGE, UFFDIO_UNREGISTER');
  expect(labels(runOf('qemu-madvisev'))).toContain('process_madvise(MADV_DONTNEED)');
  expect(labels(runOf('h04-unregistered-early'))).toContain('cleanup, nothing is armed');
  expect(labels(runOf('criu-2017')).slice(3, 6)).toEqual([
    'restorer fills memory from the images',
    'VMAs move, before UFFDIO_REGISTER',
    'UFFDIO_REGISTER',
  ]);
  const first = labels(runOf('criu-register-first'));
  expect(first).not.toContain('UFFDIO_REGISTER');
  expect(first).toContain('restorer registers, then fills by UFFDIO_COPY');
});
