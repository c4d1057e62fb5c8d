/** What a story's step claims, held against the run: `legend dst stale == stale`, `flags dst == 'hg' @ end`. The side of a comparison is a
 *  value as in prose, a whole number, or words between quotes; behind `@` stands where the claim holds: at `start` or `end`, or after
 *  the last event that a query finds. Without it, at the step's place. */
import { bad, ok, type Result } from '../base/result.ts';
import { evaluate, type StoryMoment, type Value } from './values.ts';

const CLAIM = /^(.+?) (==|!=|<=|>=|<|>) (.+?)(?: @ (.+))?$/;

/** Where a claim holds: `start`, `end`, a query; null at the place of its step. */
export const placeOf = (claim: string): string | null => CLAIM.exec(claim)?.[4] ?? null;

/** Whether a claim is true at a moment. */
export function holds(moment: StoryMoment, claim: string): Result<boolean> {
  const [, left, by, right] = CLAIM.exec(claim) ?? [];
  if (left === undefined || right === undefined)
    return bad('invalid', 'holds', `holds: expected two values and a comparison between them, got ${claim}`);
  const a = sideOf(moment, left);
  if (!a.ok) return a;
  const b = sideOf(moment, right);
  if (!b.ok) return b;
  const order = compare(a.value, b.value);
  if (order === null) return bad('invalid', 'holds', `holds: expected values of one unit, got ${claim}`);
  return ok(
    {
      '==': order === 0,
      '!=': order !== 0,
      '<': order < 0,
      '<=': order <= 0,
      '>': order > 0,
      '>=': order >= 0,
    }[by as '=='],
  );
}

function sideOf(moment: StoryMoment, text: string): Result<Value> {
  if (/^\d+$/.test(text)) return ok({ n: Number(text), unit: 'count' });
  const quoted = /^'(.*)'$/.exec(text);
  return quoted ? ok(quoted[1]!) : evaluate(moment, text);
}

/** Null for values that cannot be compared. */
function compare(a: Value, b: Value): number | null {
  if (typeof a === 'string' || typeof b === 'string') return a === b ? 0 : typeof a === typeof b ? 1 : null;
  return a.unit === b.unit || a.n === 0 || b.n === 0 ? a.n - b.n : null;
}
