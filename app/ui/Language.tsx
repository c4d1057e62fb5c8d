/** Chooses the language of the page. */
import { LANGUAGES, language, type Language as Tag } from '../../engine/index.ts';
import { languages as words } from '../texts/ui.ts';
import { Button } from './Button.tsx';
import { switchLanguage } from './language.ts';

const TAGS = Object.keys(LANGUAGES) as Tag[];

/** A button that shows the language a press switches to, in that language. */
export function Language() {
  const next = TAGS[(TAGS.indexOf(language()) + 1) % TAGS.length] ?? 'en';
  return (
    <Button
      label={LANGUAGES[next]}
      lang={next}
      aria-label={words.switch(LANGUAGES[next])}
      onClick={() => switchLanguage(next)}
    />
  );
}
