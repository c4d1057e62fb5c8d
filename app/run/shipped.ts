/** Files that come with the app: text, or JSON that is checked. */
import * as v from 'valibot';
import { bad, language, ok, type Result, worded } from '../../engine/index.ts';

/** The text of a file by its path in `public`. `where` names it in problems. */
export async function fetchText(path: string, where: string, signal?: AbortSignal): Promise<Result<string>> {
  try {
    const answer = await fetch(import.meta.env.BASE_URL + path, signal ? { signal } : {});
    if (!answer.ok)
      return bad(
        'not-loaded',
        where,
        worded`${where}: expected a file that comes with the app, the server said ${answer.status}`,
      );
    return ok(await answer.text());
  } catch (e) {
    if (signal?.aborted) return bad('cancelled', where, worded`${where}: cancelled`);
    return bad(
      'not-loaded',
      where,
      worded`${where}: could not be loaded: ${e instanceof Error ? e.message : worded`unknown cause`}`,
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

/** JSON whose texts a reader sees. Those of another language than English are in a file of the same name, in a folder beside it
 *  that is named after the language: the same shape with texts alone. `english` says why they could not be had. */
export async function fetchTexts<S extends v.GenericSchema>(
  path: string,
  where: string,
  schema: S,
  signal?: AbortSignal,
): Promise<Result<{ readonly value: v.InferOutput<S>; readonly english: string | null }>> {
  const own = language() === 'en' ? null : path.replace(/[^/]+$/, `${language()}/$&`);
  const [base, texts] = await Promise.all([
    fetchJson(path, where, v.unknown(), signal),
    own === null ? null : fetchJson(own, where, v.unknown(), signal),
  ]);
  if (!base.ok) return base;
  const value = check(texts?.ok ? overlaid(base.value, texts.value) : base.value, where, schema);
  return value.ok
    ? ok({ value: value.value, english: texts?.ok === false ? texts.problem.message : null })
    : value;
}

/** `base` with the texts of `texts` in the same places. */
export function overlaid(base: unknown, texts: unknown): unknown {
  if (typeof base === 'string') return typeof texts === 'string' ? texts : base;
  if (Array.isArray(base))
    return base.map((one, i) => overlaid(one, Array.isArray(texts) ? texts[i] : undefined));
  if (typeof base !== 'object' || base === null) return base;
  const own = (typeof texts === 'object' && texts !== null ? texts : {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(base).map(([key, one]) => [key, overlaid(one, own[key])]));
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
    return bad('syntax', where, worded`${where}: expected JSON`);
  }
  return check(input, where, schema);
}

function check<S extends v.GenericSchema>(
  input: unknown,
  where: string,
  schema: S,
): Result<v.InferOutput<S>> {
  const parsed = v.safeParse(schema, input);
  if (parsed.success) return ok(parsed.output);
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  const place = path === null ? where : `${where}, ${path}`;
  return bad('invalid', place, worded`${place}: ${issue.message}`);
}
