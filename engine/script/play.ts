/** The text of a script → its run. */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import { type Work, whole } from '../base/work.ts';
import type { Recorded } from '../log/recorded.ts';
import type { ScriptFacts } from './facts.ts';
import { parseScript } from './parse.ts';
import { runningScript } from './run.ts';

export type ScriptRun = Recorded & { readonly script: ScriptFacts };

/** The run of a script, made at once. */
export const playScript = (text: string): Result<ScriptRun> => whole(playingScript(text));

/** Checks a script and runs it. */
export function* playingScript(text: string): Work<Result<ScriptRun>> {
  const parsed = parseScript(text);
  if (!parsed.ok) {
    const [first, ...others] = parsed.errors;
    const { line, message } = first!;
    return bad(
      'invalid',
      'script',
      others.length > 0
        ? worded`script, line ${line}: ${message} (and ${others.length} more)`
        : worded`script, line ${line}: ${message}`,
    );
  }
  const { done, notes, settings, ...run } = yield* runningScript(parsed.value);
  const { question } = parsed.value;
  return ok({
    ...run,
    script: { text, question, done, notes, ...(settings.length > 0 ? { settings } : {}) },
  });
}
