/** Operations → text: one a line, every word that has a default left out where it says nothing new. Parsing the text
 *  gives the same operations again. */
import { fieldsOf, GRAMMAR } from './grammar.ts';
import type { Act, Script } from './ops.ts';
import { formatSize } from './size.ts';

export function formatScript(script: { question: Script['question']; ops: readonly Act[] }): string {
  const lines = script.ops.map(formatOp);
  if (script.question !== '') lines.unshift(`# Q: ${script.question}`);
  return lines.map((line) => `${line}\n`).join('');
}

/** `write-range A 0 2m 7 4p`. */
export function formatOp(act: Act): string {
  const { params, options, list } = GRAMMAR[act.op];
  const fields = fieldsOf(act);
  // A word may be left out only when all after it are: the strides of write-range come after its value.
  let said = params.length;
  while (said > 0) {
    const param = params[said - 1]!;
    if (param.fallback === undefined || fields[param.field] !== param.fallback) break;
    said--;
  }
  const words = params.slice(0, said).map((param) => {
    const value = fields[param.field];
    return param.kind.is === 'size' ? formatSize(value as number) : String(value);
  });
  for (const option of options) {
    const value = fields[option.field];
    if (option.value === null) {
      if (value !== 0) words.push(`${option.word}${formatSize(value as number)}`);
    } else if (value === option.value) words.push(option.word);
  }
  if (list) words.push(...(fields[list.field] as readonly string[]));
  return [act.op, ...words].join(' ');
}
