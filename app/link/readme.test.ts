/** The README's links open what they promise. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findPreset, withOverrides } from '../../engine/index.ts';
import { simulate } from '../../engine/sim/run.ts';
import { decodeLink } from './codec.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const links = [...read('README.md').matchAll(/\]\(http:\/\/127\.0\.0\.1:4173\/(#[^)]+)\)/g)].map(
  (m) => m[1]!,
);

it('has ten links to scenarios', () => expect(links).toHaveLength(10));

describe.each(links)('%s', (hash) => {
  const { link, problems } = decodeLink(hash);
  it('is a link without a problem', () => {
    expect(problems).toEqual([]);
    expect(link).not.toBeNull();
  });
  it('leads to a run, a step and a story that exist', () => {
    const { input, step, story } = link!;
    if (story) {
      const { steps } = JSON.parse(read(`public/stories/${story.id}.json`)) as { steps: unknown[] };
      expect(story.step).toBeLessThan(steps.length);
    }
    if ('trace' in input)
      expect(existsSync(new URL(`../../public/traces/${input.trace}.json`, import.meta.url))).toBe(true);
    if (!('preset' in input) || step === null) return;
    const preset = findPreset(input.preset);
    const scenario = preset.ok ? withOverrides(preset.value, input.overrides) : preset;
    if (!scenario.ok) throw new Error(scenario.problem.message);
    expect(step).toBeLessThanOrEqual(simulate(scenario.value).recorder.columns.length);
  });
});
