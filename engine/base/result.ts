/** Bad input is a value, never an exception: what was wrong, where, and what was expected. */

export interface Problem {
  /** What kind of problem; the app picks its advice by it. */
  readonly code:
    | 'syntax'
    | 'invalid'
    | 'too-large'
    | 'newer-version'
    | 'unknown-preset'
    | 'not-found'
    /** A part of the page or the engine, or a file that comes with it, could not be fetched. */
    | 'not-loaded'
    | 'crashed'
    | 'cancelled';
  /** Where: a field path (`guest.bytes`), a file place (`events[12].t`), or what was being done. */
  readonly where: string;
  /** Value, expectation and place, in words a user can act on. */
  readonly message: string;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function bad(code: Problem['code'], where: string, message: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { code, where, message } };
}
