/** The reader's language. What a reader sees of an area's words stands in one file of this folder, by language; an area
 *  that is loaded when needed brings its words along. A new language is a key here and in each file. */
const LANGUAGES = ['en'] as const;
type Language = (typeof LANGUAGES)[number];

const language: Language =
  (globalThis.navigator?.languages ?? [])
    .map((tag) => tag.slice(0, 2))
    .find((tag): tag is Language => (LANGUAGES as readonly string[]).includes(tag)) ?? 'en';

/** The words of an area: English, and over it what there is in the reader's language. */
export function inLanguage<T extends object>(
  words: { readonly en: T } & Readonly<Partial<Record<Language, Partial<T>>>>,
): T {
  return { ...words.en, ...words[language] };
}
