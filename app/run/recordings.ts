/** Recordings of real migrations that ship with the app. */
import * as v from 'valibot';
import { bad, ok, type Result, worded } from '../../engine/index.ts';
import { fetchText, fetchTexts } from './shipped.ts';

const listSchema = v.array(
  v.object({
    name: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/)),
    title: v.string(),
    file: v.pipe(v.string(), v.regex(/^[\w.-]+$/)),
  }),
  worded`expected a list of name, title and file`,
);
export type Shipped = v.InferOutput<typeof listSchema>[number];

/** The recordings that ship with the app. */
export async function listShipped(signal?: AbortSignal): Promise<Result<readonly Shipped[]>> {
  const list = await fetchTexts('traces/index.json', 'recordings', listSchema, signal);
  return list.ok ? ok(list.value.value) : list;
}

/** The text of a shipped recording, by its name in the list. */
export async function fetchShipped(name: string, signal?: AbortSignal): Promise<Result<string>> {
  const list = await listShipped(signal);
  if (!list.ok) return list;
  const found = list.value.find((s) => s.name === name);
  if (!found) {
    const names = list.value.map((s) => s.name).join(', ');
    return bad(
      'not-found',
      't',
      worded`t: expected one of the recordings ${names}, got ${JSON.stringify(name.slice(0, 64))}`,
    );
  }
  return fetchText(`traces/${found.file}`, found.name, signal);
}
