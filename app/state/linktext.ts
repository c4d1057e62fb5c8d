/** Parts of a link as texts: how a field is read and what is reported of one that cannot be used. */
import * as v from 'valibot';
import { type Problem, worded } from '../../engine/index.ts';

export type Texts = Map<string, string>;

/** How the value of a field stands in a link. `L` is the value, `null` or a default where the link has none. */
export interface Codec<L> {
  readonly key: string;
  /** Value of a link without the key, or with a text that cannot be read. */
  readonly absent: L;
  /** A value that equals `absent` is written, too. */
  readonly always?: boolean;
  /** Undefined, with a problem, for a text that is none. */
  read(text: string, problems: Problem[]): L | undefined;
  /** Null: the link goes without. */
  format(value: NonNullable<L>): string | null;
}

/** A codec whose texts a schema checks: the message of its first issue says what was expected. */
export function codec<L>(
  key: string,
  schema: v.GenericSchema<string, NoInfer<L>>,
  absent: NoInfer<L>,
  more: { readonly always?: boolean; readonly format?: (value: NonNullable<L>) => string | null } = {},
): Codec<L> {
  return {
    key,
    absent,
    format: String,
    ...more,
    read(text, problems) {
      const parsed = v.safeParse(schema, text);
      if (parsed.success) return parsed.output;
      problems.push(invalid(key, worded`${parsed.issues[0].message}, got ${quote(text)}`));
      return undefined;
    },
  };
}

/** Parts of a link with their keys; each key once, the first one counts. */
export function textsOf(text: string, problems: Problem[]): Texts {
  const texts: Texts = new Map();
  for (const [key, value] of new URLSearchParams(text)) {
    if (texts.has(key)) problems.push(invalid(key, worded`expected it once; the first one counts`));
    else texts.set(key, value);
  }
  return texts;
}

/** Takes a field out of `texts` and reads it. */
export function take<L>({ key, absent, read }: Codec<L>, texts: Texts, problems: Problem[]): L {
  const text = texts.get(key);
  texts.delete(key);
  return text === undefined ? absent : (read(text, problems) ?? absent);
}

/** Reports what nobody took. */
export function reportRest(texts: Texts, problems: Problem[]): void {
  for (const key of texts.keys())
    problems.push(invalid(key, worded`expected a field of a link; this one is unknown`));
}

/** Parts of a link as one text. */
export const join = (parts: Iterable<readonly [key: string, text: string]>): string =>
  [...parts].map(([key, text]) => `${key}=${encodeURIComponent(text)}`).join('&');

export function invalid(key: string, message: string): Problem {
  const where = key.slice(0, 80);
  return { code: 'invalid', where, message: worded`${where}: ${message}` };
}

export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/** A text of some form, as `expected` describes it. */
export const matching = (form: RegExp, expected: string) =>
  v.pipe(v.string(), v.regex(form, worded`expected ${expected}`));

/** A text of 1 to `max` characters. */
export const words = (expected: string, max: number, unit = worded`characters`) =>
  v.pipe(
    v.string(),
    v.minLength(1, worded`expected ${expected}`),
    v.maxLength(max, worded`expected ${expected} of at most ${max} ${unit}`),
  );

/** A whole number of at most `max`. */
export const whole = (expected: string, max: number) =>
  v.pipe(
    matching(/^\d{1,16}$/, expected),
    v.transform(Number),
    v.check((n) => n <= max, worded`expected ${expected}, at most ${max}`),
  );

export const oneOf = <const T extends readonly [string, ...string[]]>(names: T) =>
  v.picklist(names, worded`expected one of ${names.join(', ')}`);
