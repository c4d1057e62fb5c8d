/** The stories that come with the app: a list, and each in a file of its own. */
import { bad, ok, type Result } from '../../engine/index.ts';
import { parseStory, type Story } from '../../engine/story/index.ts';
import { fetchText } from '../run/recordings.ts';

export interface Listed {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
}

const FOLDER = `${import.meta.env.BASE_URL}stories/`;

async function fetchJson(url: string, where: string, signal: AbortSignal): Promise<Result<unknown>> {
  const text = await fetchText(url, where, signal);
  if (!text.ok) return text;
  try {
    return ok(JSON.parse(text.value) as unknown);
  } catch {
    return bad('syntax', where, `${where}: expected JSON`);
  }
}

/** The list in reading order. */
export async function listStories(signal: AbortSignal): Promise<Result<readonly Listed[]>> {
  const list = await fetchJson(`${FOLDER}index.json`, 'stories', signal);
  return list.ok ? ok(list.value as readonly Listed[]) : list;
}

/** One story, checked. */
export async function fetchStory(id: string, signal: AbortSignal): Promise<Result<Story>> {
  const input = await fetchJson(`${FOLDER}${id}.json`, `story ${id}`, signal);
  return input.ok ? parseStory(input.value) : input;
}
