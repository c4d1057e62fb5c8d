/** A button and what it opens below itself, in the browser's own popover: the focus goes into it and comes back on Escape,
 *  and a click elsewhere closes it. */
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';

interface Props {
  /** Names what opens. */
  readonly label: string;
  /** What the button shows. */
  readonly face: ReactNode;
  readonly className?: string;
  /** Each time before it shows. */
  readonly onOpen?: () => void;
  /** The content is rendered from the first opening on. */
  readonly late?: boolean;
}

export function Popover({
  label,
  face,
  className = '',
  onOpen,
  late = false,
  id: given,
  children,
}: Props & { id?: string; children: ReactNode }) {
  const own = useId();
  const id = given ?? own;
  const [rendered, setRendered] = useState(!late);
  const open = () => {
    setRendered(true);
    onOpen?.();
  };
  return (
    <>
      <Button look={`opener ${className}`} aria-haspopup="dialog" popoverTarget={id}>
        {face}
        <Icon name="down" />
      </Button>
      <dialog popover="auto" className="popover" id={id} aria-label={label} onBeforeToggle={open}>
        {rendered && children}
      </dialog>
    </>
  );
}

export interface Item {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
  readonly current?: boolean;
  readonly onPick: () => void;
}

/** A popover of things to pick one from, each with an optional line of explanation. */
export function Menu({
  items,
  note,
  ...props
}: Props & { items: readonly Item[]; note?: string | undefined }) {
  const id = useId();
  return (
    <Popover {...props} id={id}>
      <div className="list">
        {note !== undefined && <p className="muted">{note}</p>}
        {items.map((item) => (
          <button
            type="button"
            className="list-item"
            key={item.id}
            aria-current={item.current}
            popoverTarget={id}
            popoverTargetAction="hide"
            onClick={item.onPick}
            onKeyDown={walk}
          >
            {item.label}
            {item.detail !== undefined && <span className="muted">{item.detail}</span>}
          </button>
        ))}
      </div>
    </Popover>
  );
}

/** Arrow keys go from item to item, as Tab does. */
function walk(e: KeyboardEvent): void {
  const down = e.key === 'ArrowDown';
  if (!down && e.key !== 'ArrowUp') return;
  const sibling = down ? e.currentTarget.nextElementSibling : e.currentTarget.previousElementSibling;
  if (sibling instanceof HTMLElement) sibling.focus();
  e.preventDefault();
}
