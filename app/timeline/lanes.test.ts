/** Guards that the choice of lanes loses none, and that what was kept of it is read whatever it is. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arrange, readLanes, toggle, writeLanes } from './lanes.ts';

const actors = fc.uniqueArray(fc.nat(9));

it('every lane that is not hidden is shown once, pinned ones on top', () => {
  fc.assert(
    fc.property(actors, actors, actors, (all, pinned, hidden) => {
      const shown = arrange(all, { pinned, hidden });
      expect([...shown].sort()).toEqual(all.filter((a) => !hidden.includes(a)).sort());
      const top = pinned.filter((a) => shown.includes(a));
      expect(shown.slice(0, top.length)).toEqual(top);
    }),
  );
});

it('a choice that is kept comes back, and words that are none are left out', () => {
  fc.assert(
    fc.property(actors, actors, fc.boolean(), (pinned, hidden, unfolded) => {
      const choice = { pinned, hidden, unfolded };
      expect(readLanes(writeLanes(choice))).toEqual(choice);
    }),
  );
  expect(readLanes('nobody,kvm,kvm;__proto__')).toEqual({ pinned: [7], hidden: [], unfolded: false });
  expect(readLanes(null)).toEqual({ pinned: [], hidden: [], unfolded: false });
});

it('a toggle undoes itself', () => {
  expect(toggle(toggle([1, 2], 5), 5)).toEqual([1, 2]);
  expect(toggle([1, 2], 1)).toEqual([2]);
});
