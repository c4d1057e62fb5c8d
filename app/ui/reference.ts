/** Lists for looking things up: one file in English, and one more per language, whole, with its name before the ending. */
import { language } from '../../engine/index.ts';

/** The list `name` in the language of the page, or in English where that cannot be had. Throws when neither can. */
export async function inOwnLanguage<T>(
  name: string,
  read: (input: unknown) => T,
  signal: AbortSignal,
): Promise<T> {
  const get = async (file: string): Promise<T> =>
    read(await (await fetch(`${import.meta.env.BASE_URL + file}.json`, { signal })).json());
  return language() === 'en' ? get(name) : get(`${name}.${language()}`).catch(() => get(name));
}
