/** Handing on what is on screen: a link in the clipboard, or, where the clipboard is closed, one to be copied by hand. */
import type { RunInfo } from '../../engine/index.ts';
import { setPlaying } from '../state/actions.ts';
import { createCell } from '../ui/cell.ts';
import { linkOf } from './sync.ts';

/** How long the button says that a link was copied, ms. */
const SHOWN = 2500;

/** Whether a link was just copied, and the link to be copied by hand, if one is. */
export const sharing = createCell<{ readonly copied: boolean; readonly byHand: string | null }>({
  copied: false,
  byHand: null,
});

/** Stops playing and copies the link to this step. Does nothing for what no link can hold (`whyNoLink`). */
export async function shareLink(info: RunInfo | null): Promise<void> {
  setPlaying(false);
  const hash = linkOf(info);
  if (hash === null) return;
  const url = location.origin + location.pathname + hash;
  try {
    await navigator.clipboard.writeText(url);
    sharing.set({ ...sharing.get(), copied: true });
    setTimeout(() => sharing.set({ ...sharing.get(), copied: false }), SHOWN);
  } catch {
    sharing.set({ ...sharing.get(), byHand: url });
  }
}
