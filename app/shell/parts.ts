/** The parts of the page that F6 goes through, by selector, in the order of the page. */
export const MEMORY = '.stage';
export const PLAYBACK = '.transport';
const PARTS = ['.header', '.left', MEMORY, '.right', PLAYBACK, '.events'] as const;

/** What a reader comes to a part for: the cells, the button that plays. Elsewhere it is the first thing in it. */
const AIM = '.cells, .transport-buttons .primary';
const FOCUSABLE =
  'button:not(:disabled), a[href], input:not(:disabled), select, textarea, summary, [tabindex="0"]';

const isSeen = (element: Element): boolean => element.getClientRects().length > 0;

/** Gives the focus to what a part is there for. False where the part is not on screen. */
export function focusPart(part: string): boolean {
  const box = document.querySelector<HTMLElement>(part);
  if (!box || !isSeen(box)) return false;
  const aim = [...box.querySelectorAll<HTMLElement>(AIM), ...box.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const target = aim.find(isSeen);
  target?.focus();
  return target !== undefined;
}

/** Goes to the next part on screen, or the one before, around the ends. */
export function nextPart(back: boolean): void {
  const now = document.activeElement;
  const at = PARTS.findIndex((part) => now?.closest(part));
  for (let n = 1; n <= PARTS.length; n++) {
    const from = at < 0 ? (back ? PARTS.length : -1) : at;
    if (focusPart(PARTS[(from + (back ? -n : n) + 2 * PARTS.length) % PARTS.length]!)) return;
  }
}
