/** A modal sheet: the browser's own dialog keeps the focus in it, closes on Escape and gives the focus back. */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { ui as words } from '../texts/ui.ts';
import { Button } from './Button.tsx';

interface Props {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly className?: string;
  /** It is there to be read from its title on: the title has the focus, and not the first button below it. */
  readonly read?: boolean;
  readonly children: ReactNode;
}

export function Sheet({ title, open, onClose, className = '', read = false, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    ref.current?.showModal();
    if (!read) return;
    heading.current?.focus();
    ref.current?.scrollTo?.(0, 0);
  }, [open, read]);
  if (!open) return null;
  return (
    <dialog className={`modal ${className}`} ref={ref} aria-labelledby={id} onClose={onClose}>
      <div className="dialog">
        <h2 id={id} ref={heading} {...(read ? { tabIndex: -1 } : {})}>
          {title}
        </h2>
        {children}
        <Button label={words.close} onClick={() => ref.current?.close()} />
      </div>
    </dialog>
  );
}
