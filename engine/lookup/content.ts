/** What an event makes of the content of the pages it is about: the version that it leaves there. */
import { KINDS, versionOf } from '../event/event.ts';
import { CONTENT } from '../event/kind.ts';
import type { Host } from '../event/pageword.ts';

/** One of CONTENT by kind number. */
export const contentBy = Uint8Array.from(KINDS, ({ content }) => CONTENT[content ?? 'none']);

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
