/** Guards legends and sleepers against the state at many steps: no class is painted that its legend lacks, and who sleeps is said. */

import { describe, expect, it } from 'vitest';
import { whole } from '../base/work.ts';
import { IN_FLIGHT, LOGGED, SENT, TO_SEND } from '../event/pageword.ts';
import { findPreset } from '../scenario/presets.ts';
import { simulate } from '../sim/run.ts';
import { presetRun } from '../testing/runs.ts';
import { Viewer } from './frame.ts';
import { CELL_CLASSES, LENSES, legend } from './lens.ts';
import { Replica } from './replica.ts';
import { classesSeen } from './seen.ts';

const NO_TILES = { first: 0, count: 0, sub: 16 } as const;

describe.each([
  'qemu-as-mailed',
  'qemu-as-coded',
  'criu-2017',
  'tracking-ring',
  'h08-huge-zero-page',
  'h29-all-wait',
])('%s', (id) => {
  const preset = findPreset(id);
  if (!preset.ok) throw new Error(preset.problem.message);
  const { recorder } = simulate(preset.value.scenario);
  const { columns } = recorder;
  const classes = whole(classesSeen(recorder));
  const steps = Array.from({ length: 40 }, (_, i) => Math.round((columns.length * i) / 39));

  it('every class at any step is in the legend of the run', () => {
    const viewer = new Viewer(recorder);
    for (const lens of LENSES)
      for (const step of steps) {
        const { counts } = viewer.frame({ step, lens, src: NO_TILES, dst: NO_TILES, inspect: null });
        for (const host of [0, 1] as const) {
          const listed = classes[lens][host].map((c) => CELL_CLASSES[c]!.id);
          counts[host].forEach((n, c) => {
            const { id: own, under } = CELL_CLASSES[c]!;
            if (n > 0) expect(listed, `${lens} ${host} @${step}`).toContain(under ?? own);
          });
        }
      }
  });

  it('lists as many sleepers as there are, each once', () => {
    const viewer = new Viewer(recorder);
    let slept = 0;
    for (let step = 0; step <= columns.length; step += 61) {
      const { waits, state, counts } = viewer.frame({
        ...{ step, lens: 'migration', src: NO_TILES, dst: NO_TILES, inspect: null },
      });
      expect(waits, `@${step}`).toHaveLength(state.waiting);
      expect(new Set(waits.map((w) => w.cpu)).size).toBe(waits.length);
      const pages = new Set(waits.map((w) => w.page)).size;
      expect(counts[1][CELL_CLASSES.findIndex((c) => c.id === 'waiting')]).toBe(pages);
      for (const { ns } of waits) expect(ns).toBeGreaterThanOrEqual(0);
      slept += waits.length;
    }
    if (id.startsWith('qemu')) expect(slept).toBeGreaterThan(20);
  });
});

it('of a process, what the tracker marked since it went into an image is of its own class, as the bits say', () => {
  for (const tracker of ['soft-dirty', 'pagemap-scan']) {
    const { recorder } = presetRun('criu-2017', { tracker });
    const viewer = new Viewer(recorder);
    const replica = new Replica(recorder.columns, recorder.keyframes, recorder.state.pages, true);
    const written = CELL_CLASSES.findIndex((c) => c.id === 'written');
    let most = 0;
    for (let step = 0; step <= recorder.columns.length; step += 997) {
      const { counts } = viewer.frame({
        step,
        lens: 'migration',
        src: NO_TILES,
        dst: NO_TILES,
        inspect: null,
      });
      const { words } = replica.seek(step).src;
      const marked = words.filter((w) => w & SENT && w & LOGGED && !(w & (TO_SEND | IN_FLIGHT))).length;
      expect(counts[0][written], `${tracker} @${step}`).toBe(marked);
      most = Math.max(most, marked);
    }
    expect(most, tracker).toBeGreaterThan(100);
    expect(whole(classesSeen(recorder)).migration[0]).toContain(written);
  }
});

it('a legend lists what the run has, in the order of the lens', () => {
  const preset = findPreset('qemu-as-mailed');
  if (!preset.ok) throw new Error(preset.problem.message);
  const { migration } = whole(classesSeen(simulate(preset.value.scenario).recorder));
  const ids = (classes: readonly number[]) => classes.map((c) => CELL_CLASSES[c]!.id);
  expect(ids(migration[0])).toEqual(['huge', 'hole', 'unsent', 'sent', 'written', 'again', 'flight']);
  expect(ids(migration[1])).not.toContain('lost');
  expect(ids(legend('migration', 1)).filter((id) => ids(migration[1]).includes(id))).toEqual(
    ids(migration[1]),
  );
});
