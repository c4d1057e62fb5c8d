/** What is wrong with a query, and where: an editor underlines the place. */
import { worded } from '../base/language.ts';
import type { Problem } from '../base/result.ts';

export interface QueryProblem extends Problem {
  /** Letters [from, to) of the query; empty at its end when something is missing there. */
  readonly from: number;
  readonly to: number;
}

/** A `Result` whose problem has a place. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: QueryProblem };

/** A value that nothing is wrong with. */
export const fine = <T>(value: T): Checked<T> => ({ ok: true, value });

export interface Place {
  readonly from: number;
  readonly to: number;
}

/** A problem at a place. `message` says what was expected and found; columns count from 1. */
export function wrong(
  code: 'syntax' | 'invalid' | 'too-large',
  { from, to }: Place,
  message: string,
): { ok: false; problem: QueryProblem } {
  const where = worded`column ${from + 1}`;
  return { ok: false, problem: { code, where, message: worded`${where}: ${message}`, from, to } };
}
