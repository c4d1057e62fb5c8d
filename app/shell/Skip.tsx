/** The first stops of the Tab key: past all that stands before what a reader comes for. F6 goes through all parts of the page. */
import { skip as words } from '../texts/shell.ts';
import { Button } from '../ui/Button.tsx';
import { focusPart, MEMORY, PLAYBACK } from './parts.ts';

export function Skip() {
  return (
    <nav className="skip" aria-label={words.skip}>
      <Button label={words.toPlayback} onClick={() => focusPart(PLAYBACK)} />
      <Button label={words.toMemory} onClick={() => focusPart(MEMORY)} />
    </nav>
  );
}
