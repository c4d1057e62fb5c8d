/** What exports call a run, and where it is found again. */
import type { RunInfo } from '../../engine/index.ts';
import { linkOf } from '../link/sync.ts';
import type { Choice } from '../state/choice.ts';
import type { Span } from '../timeline/scale.ts';

function stemOf(choice: Choice): string {
  switch (choice.kind) {
    case 'preset':
      return choice.preset;
    case 'script':
      return 'script';
    case 'trace':
      return choice.trace;
    default:
      return choice.name.replace(/\.[^.]*$/, '');
  }
}

/** `faultline-qemu-as-mailed-step1204.png`: letters, digits and dashes, whatever the run is called. */
export function fileName(choice: Choice, place: string, ending: string): string {
  const stem = stemOf(choice)
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^(faultline-)+|^-|-$/g, '')
    .slice(0, 60);
  return `${['faultline', stem, place].filter(Boolean).join('-')}.${ending}`;
}

/** `step1204`, or `steps0-1204`; nothing for all of the run. */
export function placeOf(info: RunInfo, { from, to }: Span): string {
  if (from === to) return `step${from}`;
  return from <= 0 && to >= info.steps ? '' : `steps${from}-${to}`;
}

/** The address of what is on screen. A run from a timeline file has the one that it was saved with; null for what only this
 *  machine has. */
export function addressOf(info: RunInfo): string | null {
  const link = linkOf(info);
  return link === null ? (info.opened?.link ?? null) : location.origin + location.pathname + link;
}
