/** Guards that the lists that ship fit their schemas, and that a file that does not is reported by its place. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { storyList } from '../story/library.ts';
import { readJson } from './shipped.ts';

const shipped = () => readFileSync(new URL('../../public/stories/index.json', import.meta.url), 'utf8');

it('the list of stories fits its schema', () => {
  const list = readJson(shipped(), 'stories', storyList);
  expect(list.ok && list.value.length).toBeGreaterThan(3);
});

it.each([
  ['{', 'stories', 'stories: expected JSON'],
  ['{}', 'stories', 'stories: expected a list of id, title, summary and minutes'],
  ['[{"id": "a", "title": 3, "summary": "", "minutes": 1}]', 'stories, 0.title', 'Expected string'],
  ['[{"id": "../a", "title": "", "summary": "", "minutes": 1}]', 'stories, 0.id', 'Invalid format'],
])('reports where %s is wrong, and what was expected', (text, where, message) => {
  const list = readJson(text, 'stories', storyList);
  expect(list).toMatchObject({ ok: false, problem: { where } });
  expect(!list.ok && list.problem.message).toContain(message);
});
