/** What a story's step claims, held against the run: `legend dst stale == stale`, `flags dst == 'hg' @ end`. The side of a comparison is
 *  a value as in prose, a whole number, or words between quotes. What stands behind the last `@` is where all of the claim holds. */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import { evaluate, type StoryMoment, type Value } from './values.ts';

const CLAIM = /^(.+?) (==|!=|<=|>=|<|>) (.+?)(?: @ (.+))?$/;

/** Whether a claim is true at a moment. */
export function holds(moment: StoryMoment, claim: string): Result<boolean> {
  const [, left, by, right, place] = CLAIM.exec(claim) ?? [];
  if (left === undefined || right === undefined)
    return bad(
      'invalid',
      'holds',
      worded`holds: expected two values and a comparison between them, got ${claim}`,
    );
  const there = `${left} ${by} ${right}`;
  if (place !== undefined) return moment.elsewhere(place, (other) => holds(other, there));
  const a = sideOf(moment, left);
  if (!a.ok) return a;
  const b = sideOf(moment, right);
  if (!b.ok) return b;
  const order = compare(a.value, b.value);
  if (order === null)
    return bad('invalid', 'holds', worded`holds: expected values of one unit, got ${claim}`);
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

/** Less than, equal to or greater than 0 as the first value is; null for values that cannot be compared. */
function compare(a: Value, b: Value): number | null {
  if (typeof a === 'string' || typeof b === 'string') return typeof a === typeof b ? (a === b ? 0 : 1) : null;
  return a.unit === b.unit || a.n === 0 || b.n === 0 ? a.n - b.n : null;
}
