import { beforeEach, describe, expect, it } from 'vitest';
import { type RunInfo, SEMANTICS } from '../../engine/index.ts';
import type { Chosen } from '../state/fields.ts';
import { store } from '../state/store.ts';
import { decodeLink } from './codec.ts';
import { linkOf } from './sync.ts';
import WRITTEN from './written.json' with { type: 'json' };

const RUN = {
  digest: '0123456789abcdef',
  checkpoints: 'aB-_'.repeat(16),
  steps: 123456,
} as Partial<RunInfo> as RunInfo;
/** Without the engine's semantics, which later engines count up. */
const bare = (link: string | null) => link?.replace(`&sem=${SEMANTICS}`, '') ?? null;

beforeEach(() => store.setState(store.getInitialState(), true));

describe('links to a state', () => {
  it.each(WRITTEN.written)('are the same for ever, letter by letter: $says', ({ state, link, ofRun }) => {
    store.setState(state as Partial<Chosen>);
    expect(bare(linkOf(null))).toBe(link);
    expect(bare(linkOf(RUN))).toBe(ofRun);
  });

  it('with a damaged field name it with what was expected, in the same words, and keep the rest', () => {
    const damaged = WRITTEN.damaged.map(({ link }) => {
      const { link: opened, problems } = decodeLink(link);
      return {
        link,
        says: problems.map((p) => p.message),
        codes: problems.map((p) => p.code),
        where: problems.map((p) => p.where),
        opens: opened !== null,
      };
    });
    expect(damaged).toEqual(WRITTEN.damaged);
  });
});
