/** What a first visitor should know, in one line. Any key or click hides it for ever; it takes no click itself. */
import { useEffect, useState } from 'react';
import { hint as words } from '../texts/shell.ts';
import { Marked } from '../ui/Marked.tsx';
import { sayKeys } from './commands.ts';
import './hint.css';
import { setStored } from '../ui/stored.ts';

export default function Hint() {
  const [shown, setShown] = useState(true);
  useEffect(() => {
    const hide = () => {
      setStored('seen', '1');
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
      <Marked text={words.hint(sayKeys('Mod+K'))} />
    </p>
  );
}
