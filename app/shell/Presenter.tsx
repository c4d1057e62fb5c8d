/** A presentation: big type, the whole screen where the browser gives it, and nothing around the picture. The keys are
 *  commands of app/shell/commands.ts: those of a clicker go to the next step of a story, or the next phase. */
import { useEffect } from 'react';
import { useChosen } from '../state/store.ts';
import { presentation as words } from '../texts/presentation.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import './present.css';
import { setPresenting } from '../state/actions.ts';

const leave = () => setPresenting(false);

export default function Presenter() {
  // A story has its own heading.
  const hasStory = useChosen((s) => s.panel === 'story');
  useEffect(() => {
    const root = document.documentElement;
    root.dataset.presenting = 'true';
    // The keys must not go to a widget that is hidden now.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    void root.requestFullscreen?.().catch(() => undefined);
    // The browser's own Escape leaves the whole screen and the page gets no key for it.
    const change = () => document.fullscreenElement || leave();
    document.addEventListener('fullscreenchange', change);
    return () => {
      document.removeEventListener('fullscreenchange', change);
      delete root.dataset.presenting;
      if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
    };
  }, []);
  return (
    <>
      {!hasStory && <h1 className="spoken">{words.title}</h1>}
      <Button look="present-leave" aria-label={words.leave} onClick={leave}>
        <span>{words.leave}</span>
        <Icon name="close" />
      </Button>
    </>
  );
}
