/** The first panel: what this is, the story to begin with, and a gallery of everything else to begin from. */
import type { RunInfo } from '../../engine/index.ts';
import { sayKeys } from '../shell/commands.ts';
import { playAll, startStory } from '../state/actions.ts';
import { start as words } from '../texts/shell.ts';
import { Button } from '../ui/Button.tsx';
import { Marked } from '../ui/Marked.tsx';
import { part } from '../ui/part.tsx';

const Gallery = part(() => import('./Gallery.tsx'));

const FIRST_STORY = 'the-mail-short';

export function Start({ info }: { info: RunInfo | null }) {
  return (
    <div className="start">
      <h1>{words.title}</h1>
      <p className="start-what">{words.what}</p>
      <p className="muted">{words.forWhom}</p>
      <div className="start-bar">
        <Button look="primary big" label={words.story} onClick={() => startStory(FIRST_STORY)} />
        <Button look="quiet big" label={words.play} disabled={info === null} onClick={playAll} />
      </div>
      <p className="muted start-keys">
        <Marked text={words.keys(sayKeys('Mod+K'))} />
      </p>
      <Gallery />
    </div>
  );
}
