/** Where a run is found again. */
import type { RunInfo } from '../../engine/index.ts';
import { linkOf } from '../link/sync.ts';

/** The address of what is on screen. A run from a timeline file has the one that it was saved with; null for what only this
 *  machine has. */
export function addressOf(info: RunInfo): string | null {
  const link = linkOf(info);
  return link === null ? (info.opened?.link ?? null) : location.origin + location.pathname + link;
}
