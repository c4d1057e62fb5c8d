/** The scripts that come with the app. */
import * as v from 'valibot';
import { ok, type Result, worded } from '../../engine/index.ts';
import { fetchText, fetchTexts } from './shipped.ts';

const EXAMPLES = v.array(
  v.object({ name: v.string(), title: v.string(), file: v.pipe(v.string(), v.regex(/^[\w-]+\.mm$/)) }),
  worded`expected a list of name, title and file`,
);
export type Example = v.InferOutput<typeof EXAMPLES>[number];

export async function listExamples(signal?: AbortSignal): Promise<Result<readonly Example[]>> {
  const list = await fetchTexts('scripts/index.json', 'scripts', EXAMPLES, signal);
  return list.ok ? ok(list.value.value) : list;
}

export const fetchExample = ({ file }: Example): Promise<Result<string>> =>
  fetchText(`scripts/${file}`, file);
