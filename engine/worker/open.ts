/** A timeline file → its run. A file comes from a stranger: it is refused by size before it is read, unpacked no further than
 *  a log may be long, and then read as engine/export/file reads it. */

import { worded } from '../base/language.ts';
import { bad, type Result } from '../base/result.ts';
import { MIB } from '../base/units.ts';
import { openTimeline } from '../export/file/open.ts';
import type { AnyRun, Origin } from '../export/file/timeline.ts';
import { type Clock, type GoesOn, inSlices } from './slices.ts';

const GZIP = [0x1f, 0x8b];
/** Bytes of a file, and of the log in it: ten million events have some 60 MB unpacked. */
const MOST_PACKED = 256 * MIB;
const MOST_UNPACKED = 768 * MIB;
/** A log beyond so many bytes unpacks to so many times its file: one byte for whole calls of a script that all do the same is no
 *  more than 12 million events, and what happens in a migration unpacks to 2 to 70 times its file. */
const UNSUSPECTED = 64 * MIB;
const RATIO = 256;

/** Opens the file in slices. */
export async function openFile(
  file: Blob,
  name: string,
  { rhythm, goesOn }: { readonly rhythm: Pick<Clock, 'now'>; readonly goesOn: GoesOn },
): Promise<Result<{ readonly run: AnyRun; readonly origin: Origin }>> {
  const bytes = await unpacked(file, name);
  if (!bytes.ok) return bytes;
  const opened = await inSlices('run', openTimeline(bytes.value), rhythm, goesOn);
  return opened.ok ? opened.value : opened;
}

async function unpacked(file: Blob, name: string): Promise<Result<Uint8Array>> {
  if (file.size > MOST_PACKED)
    return bad(
      'too-large',
      name,
      worded`${name}: expected at most ${MOST_PACKED} bytes (256 MiB), got ${file.size}`,
    );
  const head = new Uint8Array(await file.slice(0, GZIP.length).arrayBuffer());
  const packed = head.length === GZIP.length && GZIP.every((b, i) => head[i] === b);
  // What comes over the web as gzip may have been unpacked on its way.
  if (!packed) return { ok: true, value: new Uint8Array(await file.arrayBuffer()) };
  const size = await declaredSize(file);
  const most = Math.min(MOST_UNPACKED, Math.max(UNSUSPECTED, RATIO * file.size));
  if (size > most)
    return bad(
      'too-large',
      name,
      worded`${name}: expected ${file.size} bytes to unpack to at most ${most}, got ${size}: more than a log takes`,
    );
  const damaged = bad(
    'syntax',
    name,
    worded`${name}: expected a whole timeline file; this one is cut off or damaged`,
  );
  // Its size is known: nothing is unpacked beyond it, and nothing is copied.
  const bytes = new Uint8Array(size);
  let length = 0;
  const reader = file.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (length + part.value.length > size) {
        await reader.cancel();
        return damaged;
      }
      bytes.set(part.value, length);
      length += part.value.length;
    }
  } catch {
    return damaged;
  }
  return length === size ? { ok: true, value: bytes } : damaged;
}

/** What the last four bytes of a gzip file say that it unpacks to (RFC 1952, ISIZE: modulo 4 GiB). */
async function declaredSize(file: Blob): Promise<number> {
  const last = new DataView(await file.slice(-4).arrayBuffer());
  return last.byteLength === 4 ? last.getUint32(0, true) : 0;
}
