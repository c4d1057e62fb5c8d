import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLink } from './codec.ts';
import FROZEN from './frozen.json' with { type: 'json' };

/** What damages a link on its way: characters lost, put in, doubled or swapped, and parts of another link. */
const mutations = fc.array(
  fc.record({
    kind: fc.constantFrom('cut', 'put', 'double', 'swap', 'escape'),
    at: fc.nat({ max: 400 }),
    length: fc.nat({ max: 12 }),
    text: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('&', '=', '%', '%00', '&v=2', '&__proto__.x=1', '=1e999', '&s=-1', '#', '�', '\ud800'),
    ),
  }),
  { minLength: 1, maxLength: 4 },
);
type Mutation = typeof mutations extends fc.Arbitrary<readonly (infer M)[]> ? M : never;

function mutate(link: string, { kind, at, length, text }: Mutation): string {
  const i = at % (link.length + 1);
  const before = link.slice(0, i);
  const after = link.slice(i);
  if (kind === 'cut') return before + after.slice(length);
  if (kind === 'put') return before + text + after;
  if (kind === 'double') return before + after.slice(0, length) + after;
  if (kind === 'swap') return before + after.slice(length, 2 * length) + after.slice(0, length);
  return before + encodeURIComponent(after.replace(/[\ud800-\udfff]/g, ''));
}

/** What links say that do not name a field which came later. */
const LATER = {
  picked: [],
  together: true,
  scope: 'page',
  actor: null,
  query: null,
  student: null,
  answers: [],
  view: null,
  range: null,
  versus: null,
  lockstep: 'phases',
  side: 1,
  notes: [],
  checkpoints: null,
};

describe('links that were once made', () => {
  it.each(FROZEN)('open for ever as they did: $says', ({ link, opens }) => {
    expect(decodeLink(link)).toEqual({ link: { ...LATER, ...opens }, problems: [] });
  });

  it('neither throw nor hang in 100,000 mutations, and change nothing but what is returned', () => {
    let opening = 0;
    const clean = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
    fc.assert(
      fc.property(fc.constantFrom(...FROZEN.map((f) => f.link)), mutations, (link, damage) => {
        opening++;
        const { link: opened, problems } = decodeLink(damage.reduce(mutate, link));
        return (
          problems.length <= 5 &&
          problems.every((p) => p.message.length < 2000) &&
          (opened === null || Number.isSafeInteger(opened.step ?? 0))
        );
      }),
      { numRuns: 100_000, seed: 7, interruptAfterTimeLimit: 170_000, markInterruptAsFailure: true },
    );
    expect(opening).toBe(100_000);
    expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(clean);
  });
});
