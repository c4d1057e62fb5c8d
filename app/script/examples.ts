/** The scripts that come with the app. */
import * as v from 'valibot';
import { bad, ok, type Result } from '../../engine/index.ts';
import { fetchText } from '../run/recordings.ts';

const listSchema = v.array(
  v.object({ name: v.string(), title: v.string(), file: v.pipe(v.string(), v.regex(/^[\w-]+\.mm$/)) }),
);
export type Example = v.InferOutput<typeof listSchema>[number];

const FOLDER = `${import.meta.env.BASE_URL}scripts/`;

export async function listExamples(signal?: AbortSignal): Promise<Result<readonly Example[]>> {
  const text = await fetchText(`${FOLDER}index.json`, 'scripts', signal);
  if (!text.ok) return text;
  try {
    return ok(v.parse(listSchema, JSON.parse(text.value)));
  } catch {
    return bad('invalid', 'scripts', 'scripts: expected a list of name, title and file');
  }
}

export function fetchExample(example: Example, signal?: AbortSignal): Promise<Result<string>> {
  return fetchText(FOLDER + example.file, example.file, signal);
}
