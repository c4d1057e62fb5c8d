/** Holds every log, file, table and picture to values that were taken once: golden.json is never edited to make this pass. What
 *  changes a digest of a log changes what old links show, and needs a higher SEMANTICS; what changes a file's bytes, its format. */
import { describe, expect, it } from 'vitest';
import GOLDEN from './testing/golden.json' with { type: 'json' };
import {
  byNames,
  GOLDEN_PRESETS,
  GOLDEN_RECORDINGS,
  GOLDEN_SCRIPTS,
  goldenPreset,
  goldenRecording,
  goldenScript,
} from './testing/golden.ts';
import { SEMANTICS } from './worker/protocol.ts';

type Values = Readonly<Record<string, unknown>>;
const PRESETS: Values = GOLDEN.presets;
const SCRIPTS: Values = GOLDEN.scripts;
const RECORDINGS: Values = GOLDEN.recordings;

it('the semantics of the golden values', () => {
  expect(SEMANTICS).toBe(3);
});

describe('what was pinned is there', () => {
  it.each([
    [PRESETS, GOLDEN_PRESETS],
    [SCRIPTS, GOLDEN_SCRIPTS],
    [RECORDINGS, GOLDEN_RECORDINGS],
  ])('%#', (values, names) => {
    expect(names).toEqual(expect.arrayContaining(Object.keys(values)));
  });
});

describe('presets', () => {
  it.each(Object.keys(PRESETS))('%s', (id) => {
    expect(byNames(() => goldenPreset(id))).toEqual(PRESETS[id]);
  });
});

describe('scripts, by the rules of both eras', () => {
  it.each(Object.keys(SCRIPTS))('%s', (path) => {
    expect(byNames(() => goldenScript(path))).toEqual(SCRIPTS[path]);
  });
});

describe('recordings', () => {
  it.each(Object.keys(RECORDINGS))('%s', (name) => {
    expect(byNames(() => goldenRecording(name))).toEqual(RECORDINGS[name]);
  });
});
