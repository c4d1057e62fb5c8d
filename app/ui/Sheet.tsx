/** A modal sheet: the browser's own dialog keeps the focus in it, closes on Escape and gives the focus back. */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { ui as words } from '../texts/ui.ts';
import { Button } from './Button.tsx';

interface Props {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Sheet({ title, open, onClose, className = '', children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (open) ref.current?.showModal();
  }, [open]);
  if (!open) return null;
  return (
    <dialog className={`modal ${className}`} ref={ref} aria-labelledby={id} onClose={onClose}>
      <div className="dialog">
        <h2 id={id}>{title}</h2>
        {children}
        <Button label={words.close} onClick={() => ref.current?.close()} />
      </div>
    </dialog>
  );
}
