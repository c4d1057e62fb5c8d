/** The scripts that come with the app. */
import * as v from 'valibot';
import type { Result } from '../../engine/index.ts';
import { fetchJson, fetchText } from '../run/shipped.ts';

const listSchema = v.array(
  v.object({ name: v.string(), title: v.string(), file: v.pipe(v.string(), v.regex(/^[\w-]+\.mm$/)) }),
  'expected a list of name, title and file',
);
export type Example = v.InferOutput<typeof listSchema>[number];

const FOLDER = `${import.meta.env.BASE_URL}scripts/`;

/** The scripts of the list, in its order. */
export const listExamples = (signal?: AbortSignal): Promise<Result<readonly Example[]>> =>
  fetchJson(`${FOLDER}index.json`, 'scripts', listSchema, signal);

/** The text of a script. */
export function fetchExample(example: Example, signal?: AbortSignal): Promise<Result<string>> {
  return fetchText(FOLDER + example.file, example.file, signal);
}
