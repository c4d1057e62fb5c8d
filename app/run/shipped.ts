/** Files that come with the app: text, or JSON that is checked. */
import * as v from 'valibot';
import { bad, ok, type Result } from '../../engine/index.ts';

/** The text of a file by its path in `public`. `where` names it in problems. */
export async function fetchText(path: string, where: string, signal?: AbortSignal): Promise<Result<string>> {
  try {
    const answer = await fetch(import.meta.env.BASE_URL + path, signal ? { signal } : {});
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

/** The value of a JSON file; the problem names the first place that does not fit the schema, and what was expected there. */
export async function fetchJson<S extends v.GenericSchema>(
  path: string,
  where: string,
  schema: S,
  signal?: AbortSignal,
): Promise<Result<v.InferOutput<S>>> {
  const text = await fetchText(path, where, signal);
  return text.ok ? readJson(text.value, where, schema) : text;
}

/** Reads JSON and checks it against a schema. */
export function readJson<S extends v.GenericSchema>(
  text: string,
  where: string,
  schema: S,
): Result<v.InferOutput<S>> {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    return bad('syntax', where, `${where}: expected JSON`);
  }
  const parsed = v.safeParse(schema, input);
  if (parsed.success) return ok(parsed.output);
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  const place = path === null ? where : `${where}, ${path}`;
  return bad('invalid', place, `${place}: ${issue.message}`);
}
