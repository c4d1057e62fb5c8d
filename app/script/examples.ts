/** The scripts that come with the app. */
import * as v from 'valibot';
import { fetchJson, fetchText } from '../run/shipped.ts';
import { reportProblems, runScript } from '../state/actions.ts';

const EXAMPLES = v.array(
  v.object({ name: v.string(), title: v.string(), file: v.pipe(v.string(), v.regex(/^[\w-]+\.mm$/)) }),
  'expected a list of name, title and file',
);
export type Example = v.InferOutput<typeof EXAMPLES>[number];

export const listExamples = (signal?: AbortSignal) =>
  fetchJson('scripts/index.json', 'scripts', EXAMPLES, signal);

export const fetchExample = ({ file }: Example) => fetchText(`scripts/${file}`, file);

/** Shows what an example does. */
export async function runExample(example: Example): Promise<void> {
  const text = await fetchExample(example);
  if (text.ok) await runScript(text.value);
  else reportProblems(text.problem);
}
