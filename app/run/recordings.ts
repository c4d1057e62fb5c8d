/** Recordings of real migrations: the shipped ones by name, and files the user opens. */
import * as v from 'valibot';
import { bad, MIB, ok, type Result } from '../../engine/index.ts';

/** A recording of a 16 GiB guest has about 30 MB. */
export const FILE_MAX = 64 * MIB;

const listSchema = v.array(
  v.object({
    name: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/)),
    title: v.string(),
    file: v.pipe(v.string(), v.regex(/^[\w.-]+$/)),
  }),
);
export type Shipped = v.InferOutput<typeof listSchema>[number];

const FOLDER = `${import.meta.env.BASE_URL}traces/`;

/** What ships with the app. */
export async function listShipped(signal?: AbortSignal): Promise<Result<readonly Shipped[]>> {
  const text = await fetchText(`${FOLDER}index.json`, 'recordings', signal);
  if (!text.ok) return text;
  try {
    return ok(v.parse(listSchema, JSON.parse(text.value)));
  } catch {
    return bad('invalid', 'recordings', 'recordings: expected a list of name, title and file');
  }
}

export async function fetchShipped(name: string, signal?: AbortSignal): Promise<Result<string>> {
  const list = await listShipped(signal);
  if (!list.ok) return list;
  const found = list.value.find((s) => s.name === name);
  if (!found) {
    const names = list.value.map((s) => s.name).join(', ');
    return bad(
      'not-found',
      't',
      `t: expected one of the recordings ${names}, got ${JSON.stringify(name.slice(0, 64))}`,
    );
  }
  return fetchText(FOLDER + found.file, found.name, signal);
}

export async function fetchText(url: string, where: string, signal?: AbortSignal): Promise<Result<string>> {
  try {
    const answer = await fetch(url, signal ? { signal } : {});
    if (!answer.ok)
      return bad(
        'not-found',
        where,
        `${where}: expected a file that comes with the app, the server said ${answer.status}`,
      );
    return ok(await answer.text());
  } catch (e) {
    if (signal?.aborted) return bad('cancelled', where, `${where}: cancelled`);
    return bad(
      'not-found',
      where,
      `${where}: could not be loaded: ${e instanceof Error ? e.message : 'unknown cause'}`,
    );
  }
}
