/** Whether a media query holds, now. */
import { useSyncExternalStore } from 'react';
import { onMedia } from './theme.ts';

/** A phone: one column, with the rest in a sheet. layout.css has the same number. */
export const PHONE = '(max-width: 760px)';
/** The header has no room for all that it offers. */
export const COMPACT = '(max-width: 1000px)';

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (fn) => onMedia(fn, query),
    () => matchMedia(query).matches,
  );
}
