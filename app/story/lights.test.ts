/** What steps light is on the screen of their lens. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ACTORS, CELL_CLASSES, legend, parseStory } from '../../engine/index.ts';
import { TARGET } from '../state/emphasis.ts';

const FOLDER = 'public/stories/';
const stories = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json') && file !== 'index.json')
  .map((file) => {
    const story = parseStory(JSON.parse(readFileSync(FOLDER + file, 'utf8')));
    if (!story.ok) throw new Error(story.problem.message);
    return story.value;
  });

describe.each(stories.map((story) => [story.id, story] as const))('%s', (_, { steps }) => {
  it.each(steps.map((step, i) => [i + 1, step] as const))('step %i', (_n, { view }) => {
    expect(view.light.length).toBeGreaterThan(0);
    for (const target of view.light) {
      expect(target).toMatch(TARGET);
      const [, kind, what, host] = /^(\w+)(?::([^@]*))?(?:@(src|dst))?$/.exec(target)!;
      if (kind === 'lane') expect(['flags', ...ACTORS]).toContain(what);
      if (kind !== 'legend') continue;
      const ids = legend(view.lens ?? 'migration', host === 'src' ? 0 : 1).map((c) => CELL_CLASSES[c]!.id);
      expect(ids).toContain(what);
    }
  });
});
