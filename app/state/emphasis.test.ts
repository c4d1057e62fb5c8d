/** Guards what a target means: which hosts it lights, and that pointer and story light side by side. */
import { expect, it, vi } from 'vitest';
import { ACTORS, CELL_CLASSES } from '../../engine/index.ts';
import { choose, emphasize } from './actions.ts';
import { isLit, litOf, TARGET } from './emphasis.ts';
import { store } from './store.ts';

vi.stubGlobal('matchMedia', () => ({ matches: false }));
const lit = (emphasis: string[], pointed: string | null = null) => ({ emphasis, pointed });

it('a target without a host is lit on both, one with a host on that one', () => {
  expect([0, 1].map((host) => isLit(lit(['chip:nh']), 'chip:nh', host as 0 | 1))).toEqual([true, true]);
  expect([0, 1].map((host) => isLit(lit(['chip:nh@dst']), 'chip:nh', host as 0 | 1))).toEqual([false, true]);
  expect(isLit(lit(['chip:nh@dst']), 'chip:nh')).toBe(true);
  expect(isLit(lit(['chip:nh']), 'chip:hg', 1)).toBe(false);
});

it('the pointer lights beside the story', () => {
  const now = lit(['region:13', 'legend:stale@src', 'page:0x1a47'], 'legend:hole');
  expect(isLit(now, 'legend:hole', 1)).toBe(true);
  expect(litOf(now, 'legend', 0)).toEqual(['stale', 'hole']);
  expect(litOf(now, 'legend', 1)).toEqual(['hole']);
  expect(litOf(now, 'region', 1)).toEqual(['13']);
  expect(litOf(lit(['page']), 'page', 1)).toEqual(['']);
});

it('every class and every actor can be a target; what is no target is refused', () => {
  for (const { id } of CELL_CLASSES) expect(`legend:${id}`).toMatch(TARGET);
  for (const actor of ACTORS) expect(`lane:${actor}@dst`).toMatch(TARGET);
  for (const text of ['page', 'page:0x1a47', 'region:0', 'lane:flags', 'chip:dirty-log@src'])
    expect(text).toMatch(TARGET);
  for (const text of ['', 'chip', 'chip:lo', 'region:x', 'page:7', 'legend:stale@host'])
    expect(text).not.toMatch(TARGET);
});

it('a new step of a story lights its own targets alone; another choice lights none', () => {
  emphasize(['chip:hg', 'region:3']);
  emphasize(['chip:nh']);
  expect(store.getState().emphasis).toEqual(['chip:nh']);
  choose({ kind: 'preset', preset: 'qemu-as-coded', overrides: {} });
  expect(store.getState().emphasis).toEqual([]);
});
