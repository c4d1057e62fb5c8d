/** The stories that come with the app: a list, and each in a file of its own. */
import * as v from 'valibot';
import { ok, parseStory, type Result, type Story, worded } from '../../engine/index.ts';
import { fetchTexts } from '../run/shipped.ts';

export const storyList = v.array(
  v.object({
    /** Name of the story's file. */
    id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/)),
    title: v.string(),
    summary: v.string(),
    /** Time to read it. */
    minutes: v.pipe(v.number(), v.minValue(1)),
  }),
  worded`expected a list of id, title, summary and minutes`,
);
export type Listed = v.InferOutput<typeof storyList>[number];

/** The list in reading order. */
export async function listStories(signal: AbortSignal): Promise<Result<readonly Listed[]>> {
  const list = await fetchTexts('stories/index.json', 'stories', storyList, signal);
  return list.ok ? ok(list.value.value) : list;
}

/** A story; `english` says why its texts could not be had in the language of the page. */
export type Told = Story & { readonly english: string | null };

/** One story, checked. */
export async function fetchStory(id: string, signal: AbortSignal): Promise<Result<Told>> {
  const input = await fetchTexts(`stories/${id}.json`, worded`story ${id}`, v.unknown(), signal);
  if (!input.ok) return input;
  const story = parseStory(input.value.value);
  return story.ok ? ok({ ...story.value, english: input.value.english }) : story;
}
