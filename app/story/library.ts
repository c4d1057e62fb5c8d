/** The stories that come with the app: a list, and each in a file of its own. */
import * as v from 'valibot';
import { parseStory, type Result, type Story } from '../../engine/index.ts';
import { fetchJson } from '../run/shipped.ts';

export const storyList = v.array(
  v.object({
    /** Name of the story's file. */
    id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/)),
    title: v.string(),
    summary: v.string(),
    /** Time to read it. */
    minutes: v.pipe(v.number(), v.minValue(1)),
  }),
  'expected a list of id, title, summary and minutes',
);
export type Listed = v.InferOutput<typeof storyList>[number];

/** The list in reading order. */
export const listStories = (signal: AbortSignal): Promise<Result<readonly Listed[]>> =>
  fetchJson('stories/index.json', 'stories', storyList, signal);

/** One story, checked. */
export async function fetchStory(id: string, signal: AbortSignal): Promise<Result<Story>> {
  const input = await fetchJson(`stories/${id}.json`, `story ${id}`, v.unknown(), signal);
  return input.ok ? parseStory(input.value) : input;
}
