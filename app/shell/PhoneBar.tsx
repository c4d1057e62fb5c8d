/** On a phone: a bar of what stands beside the fields elsewhere. One at a time opens below them, at half height or at full. */
import { type Dispatch, type PointerEvent, type SetStateAction, useEffect, useRef } from 'react';
import { showPanel } from '../state/actions.ts';
import { store } from '../state/store.ts';
import { phone as words } from '../texts/phone.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import './phone.css';

const TABS = ['story', 'page', 'timeline', 'scenario'] as const;
type Tab = (typeof TABS)[number];

/** What is open below the fields. */
export interface Drawer {
  readonly tab: Tab | null;
  readonly full: boolean;
}
const CLOSED: Drawer = { tab: null, full: false };

/** A finger that goes this far means it, CSS pixels. */
const SWIPE = 36;
/** And one that goes no further does not move. */
const SLOP = 8;

interface Props {
  readonly drawer: Drawer;
  readonly onDrawer: Dispatch<SetStateAction<Drawer>>;
}

export default function PhoneBar({ drawer, onDrawer }: Props) {
  useEffect(
    () =>
      store.subscribe((now, before) => {
        // A story selects pages, and asks for them: it stays.
        const told = now.panel === 'story' && now.story !== null;
        if (now.page !== before.page && now.page !== null)
          onDrawer((last) => (told && last.tab === 'story' ? last : { tab: 'page', full: false }));
        // What is chosen is looked at.
        if (now.logs !== before.logs && now.logs) onDrawer({ tab: 'scenario', full: false });
        else if (now.choice !== before.choice && now.panel !== 'story') onDrawer(CLOSED);
        else if (now.panel !== before.panel && now.panel === 'story') onDrawer({ tab: 'story', full: false });
      }),
    [onDrawer],
  );
  const open = drawer.tab !== null;
  useEffect(() => {
    if (!open) return;
    const close = (e: KeyboardEvent) => {
      if (
        e.key !== 'Escape' ||
        e.defaultPrevented ||
        document.querySelector(':popover-open, dialog[open]:modal')
      )
        return;
      onDrawer(CLOSED);
    };
    addEventListener('keydown', close);
    return () => removeEventListener('keydown', close);
  }, [open, onDrawer]);
  const press = (tab: Tab) => {
    if (drawer.tab === tab) return onDrawer(CLOSED);
    const { story } = store.getState();
    if (tab === 'story') showPanel(story ? 'story' : 'start');
    if (tab === 'scenario') showPanel('scenario');
    onDrawer({ tab, full: false });
  };
  return (
    <nav className="phone" aria-label={words.parts}>
      {open && <Handle drawer={drawer} onDrawer={onDrawer} />}
      <ul className="phone-tabs">
        {TABS.map((tab) => (
          <li key={tab}>
            <button type="button" aria-pressed={drawer.tab === tab} onClick={() => press(tab)}>
              {words.tabs[tab]}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The upper edge of what is open: dragged or pressed. */
function Handle({ drawer, onDrawer }: Props) {
  const began = useRef<number | null>(null);
  const taller = (full: boolean) => onDrawer({ ...drawer, full });
  const release = (e: PointerEvent) => {
    const by = began.current === null ? 0 : e.clientY - began.current;
    began.current = null;
    if (by < -SWIPE) taller(true);
    else if (by > SWIPE && drawer.full) taller(false);
    else if (by > SWIPE) onDrawer(CLOSED);
  };
  return (
    <div
      className="phone-handle"
      onPointerDown={(e) => {
        began.current = e.clientY;
      }}
      // Captured only once it is a drag: else the buttons would get no click.
      onPointerMove={(e) => {
        if (began.current !== null && Math.abs(e.clientY - began.current) > SLOP)
          e.currentTarget.setPointerCapture(e.pointerId);
      }}
      onPointerUp={release}
      onPointerCancel={release}
    >
      <Button
        look="quiet grip"
        aria-label={drawer.full ? words.lower : words.taller}
        onClick={() => taller(!drawer.full)}
      />
      <Button look="quiet square" aria-label={words.close} onClick={() => onDrawer(CLOSED)}>
        <Icon name="close" />
      </Button>
    </div>
  );
}
