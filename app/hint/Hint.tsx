/** What a first visitor should know, in one line. Any key or click hides it for ever; it takes no click itself. */
import { useEffect, useState } from 'react';
import { sayKeys } from '../commands/sayKeys.ts';
import { keep } from '../lib/kept.ts';
import './hint.css';

export default function Hint() {
  const [shown, setShown] = useState(true);
  useEffect(() => {
    const hide = () => {
      keep('seen', '1');
      setShown(false);
    };
    addEventListener('keydown', hide, { once: true });
    addEventListener('pointerdown', hide, { once: true });
    return () => {
      removeEventListener('keydown', hide);
      removeEventListener('pointerdown', hide);
    };
  }, []);
  if (!shown) return null;
  return (
    <p className="hint" role="note">
      Point at a page to see its state. <kbd>Space</kbd> plays, <kbd>←</kbd> <kbd>→</kbd> step,{' '}
      <kbd>{sayKeys('Mod+K')}</kbd> finds every command.
    </p>
  );
}
