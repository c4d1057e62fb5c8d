/** The text of a script → its run. */
import { bad, ok, type Result } from '../base/result.ts';
import type { Recorded } from '../log/recorded.ts';
import type { ScriptFacts } from './facts.ts';
import { parseScript } from './parse.ts';
import { runScript } from './run.ts';

export type ScriptRun = Recorded & { readonly script: ScriptFacts };

export function playScript(text: string): Result<ScriptRun> {
  const parsed = parseScript(text);
  if (!parsed.ok) {
    const [first, ...others] = parsed.errors;
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    return bad('invalid', 'script', `script, line ${first?.line}: ${first?.message}${more}`);
  }
  const { done, notes, settings, ...run } = runScript(parsed.value);
  const { question } = parsed.value;
  return ok({
    ...run,
    script: { text, question, done, notes, ...(settings.length > 0 ? { settings } : {}) },
  });
}
