/** The language of all words. It is set once, before anything is said, and stays for the life of a page or worker. English is in
 *  the code; a catalogue of another language has the same objects of strings and functions, part by part. */

import * as v from 'valibot';

/** Each language by its tag (BCP 47), called as its readers call it. */
export const LANGUAGES = { en: 'English', zh: '简体中文' } as const;
export type Language = keyof typeof LANGUAGES;

/** Objects of strings and functions by the name of their part. */
export type Catalogue = Readonly<Record<string, object>>;

/** The shape of a part: any text in the place of the English one. */
export type Words<T> = T extends string
  ? string
  : T extends (...values: infer V) => string
    ? (...values: V) => string
    : { readonly [K in keyof T]: Words<T[K]> };

let chosen: Language = 'en';
let catalogue: Catalogue = {};

/** Sets the language and its catalogue; English has none. */
export function speak(language: Language, words: Catalogue): void {
  chosen = language;
  catalogue = words;
  // A schema says in English what it expects where nobody worded it.
  if (language === 'en') v.deleteGlobalMessage();
  else v.setGlobalMessage(({ expected, kind }) => worded`expected ${expected ?? kind}`);
}

/** The language that was set. */
export const language = (): Language => chosen;

/** A part of the catalogue: that of the language that was set, or the English one. The engine asks each time that it says
 *  something, as its modules may be evaluated before the language is set.
 *  @__NO_SIDE_EFFECTS__ */
export function inLanguage<T extends object>(part: string, english: T): Words<T> {
  return (catalogue[part] ?? english) as Words<T>;
}

/** A message, or one that is worded when it is needed, because the language is not set yet where it is written. */
export type Message = string | (() => string);
type Value = Message | number;

/** Texts of messages in another language by the English ones, `{1}` in the place of the first value. */
export type Messages = Readonly<Record<string, string>>;
const IN_CODE: Messages = {};

/** A message about what cannot be used, in the language that was set: worded`expected a page below ${pages}`. Its English text names
 *  it in the catalogue, so that it is read where it is given. */
export function worded(parts: TemplateStringsArray, ...values: readonly Value[]): string {
  const english = parts.reduce((text, part, i) => `${text}{${i}}${part}`);
  const text = inLanguage('messages', IN_CODE)[english] ?? english;
  return text.replace(/\{(\d)\}/g, (_, i) => said(values[i - 1]!));
}

/** The same for schemas and tables, which are evaluated before the language is set. */
export const later =
  (parts: TemplateStringsArray, ...values: readonly Value[]) =>
  (): string =>
    worded(parts, ...values);

const said = (value: Value): string => String(typeof value === 'function' ? value() : value);
