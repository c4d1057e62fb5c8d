/** The language of the page: the reader's choice, else the first language of the browser that there is. It is fixed when the page
 *  starts: a change reloads the page, whose address holds all that is on screen. */
import { LANGUAGES, type Language, language, speak } from '../../engine/index.ts';
import { setStored, stored } from './stored.ts';

const isLanguage = (tag: string): tag is Language => Object.hasOwn(LANGUAGES, tag);

/** The language for a stored choice and the browser's languages, the reader's favourite first. Traditional Chinese is not
 *  Simplified Chinese: its readers get the next one. */
export function pickLanguage(choice: string | null, wanted: readonly string[]): Language {
  if (choice !== null && isLanguage(choice)) return choice;
  for (const tag of wanted) {
    try {
      const { language: short, script } = new Intl.Locale(tag).maximize();
      if (isLanguage(short) && script !== 'Hant') return short;
    } catch {
      // Some browsers pass on what the system calls its language, such as `C`, which is no language tag.
    }
  }
  return 'en';
}

/** Loads the catalogue of a language; of one that there is not, nothing. */
export async function loadWords(tag: string): Promise<void> {
  if (tag === 'zh') speak(tag, (await import('../texts/zh/index.ts')).zh);
}

/** The language whose words could not be loaded: the page is in English. */
export let missing: Language | null = null;

/** Loads the words of the reader's language, before anything is said. */
export async function loadLanguage(): Promise<void> {
  const wanted = pickLanguage(stored('language'), navigator.languages);
  await loadWords(wanted).catch(() => {
    missing = wanted;
  });
  document.documentElement.lang = language() === 'zh' ? 'zh-Hans' : language();
}

/** Stores the choice and starts the page anew in it. */
export function switchLanguage(to: Language): void {
  setStored('language', to);
  location.reload();
}
