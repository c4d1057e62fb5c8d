/** Handing on what is on screen: a link in the clipboard, or, where the clipboard is closed, one to be copied by hand. */
import { createStore } from 'zustand/vanilla';
import type { RunInfo } from '../../engine/index.ts';
import { store } from '../state/store.ts';
import { linkOf } from './sync.ts';

/** How long it is said that a link was copied, ms. */
const SAID = 2500;

export const sharing = createStore<{ readonly copied: boolean; readonly byHand: string | null }>(() => ({
  copied: false,
  byHand: null,
}));

/** Stops playing and copies the link to this step. Does nothing for what no link can hold (`whyNoLink`). */
export async function shareLink(info: RunInfo | null): Promise<void> {
  store.setState({ playing: false });
  const hash = linkOf(store, info);
  if (hash === null) return;
  const url = location.origin + location.pathname + hash;
  try {
    await navigator.clipboard.writeText(url);
    sharing.setState({ copied: true });
    setTimeout(() => sharing.setState({ copied: false }), SAID);
  } catch {
    sharing.setState({ byHand: url });
  }
}
