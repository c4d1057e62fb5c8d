/** What an event makes of the content of the pages it is about: the version that it leaves there. */
import { K, KINDS, type KindKey, versionOf } from '../event/event.ts';
import type { Host } from '../event/pageword.ts';

/** How a kind says the version: not at all; in `arg`, of the event's own host or of the destination that it arrives at; as a
 *  byte in `arg`; always the first; always zeroes, arriving; nothing left (zapped). */
export const CONTENT = { none: 0, written: 1, arrives: 2, byte: 3, first: 4, zeroes: 5, gone: 6 } as const;

const KEYS: Readonly<Record<Exclude<keyof typeof CONTENT, 'none'>, readonly KindKey[]>> = {
  written: ['WRITE'],
  arrives: ['LOAD', 'COPY', 'RESTORE_PAGE'],
  byte: ['FILL'],
  first: ['POPULATE'],
  zeroes: ['ZEROPAGE', 'LOAD_ZERO'],
  gone: ['ZAP', 'ZAP_PMD'],
};

/** One of CONTENT by kind number. */
export const contentBy = new Uint8Array(KINDS.length);
for (const [how, keys] of Object.entries(KEYS) as [keyof typeof KEYS, readonly KindKey[]][])
  for (const key of keys) contentBy[K[key]] = CONTENT[how];

/** Version of each page of an event after it, null where it leaves content as it was. */
export function contentOf(kind: number, arg: number): number | null {
  switch (contentBy[kind]) {
    case CONTENT.none:
      return null;
    case CONTENT.written:
    case CONTENT.arrives:
      return versionOf(arg);
    case CONTENT.byte:
      return arg & 255;
    case CONTENT.first:
      return 1;
    default:
      return 0;
  }
}

/** The host whose page it is: what is copied arrives at the destination, whoever copies. */
export const hostOfContent = (kind: number, host: Host): Host =>
  contentBy[kind] === CONTENT.arrives ? 1 : host;
