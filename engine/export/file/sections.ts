/** The container: a mark, a version, then sections. A section is its length (32 bits, low byte first), its bytes, and a 64-bit
 *  digest of its number and bytes, so that damage is found where it is before anything is made of it. */

import { Digest } from '../../base/digest.ts';
import { worded } from '../../base/language.ts';
import { bad, ok, type Result } from '../../base/result.ts';

/** As PNG's: a byte that is no text, a name, and line ends that careless copying changes. */
const MARK = [0x89, 0x46, 0x4c, 0x4e, 0x0d, 0x0a, 0x1a, 0x0a];
/** Raised when files of before can no longer be read as they are. */
const VERSION = 1;
const HEAD_BYTES = MARK.length + 4;
const AROUND = 12;

/** What a file begins with. */
export function fileHead(): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES);
  bytes.set(MARK);
  new DataView(bytes.buffer).setUint32(MARK.length, VERSION, true);
  return bytes;
}

/** Section number `index`, around `payload`. */
export function section(index: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(payload.length + AROUND);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, payload.length, true);
  bytes.set(payload, 4);
  const [high, low] = digestOf(index, payload);
  view.setUint32(payload.length + 4, high, true);
  view.setUint32(payload.length + 8, low, true);
  return bytes;
}

function digestOf(index: number, payload: Uint8Array): readonly [number, number] {
  const digest = new Digest();
  digest.word(index);
  digest.column(payload, payload.length);
  const hex = digest.hex();
  return [Number.parseInt(hex.slice(0, 8), 16), Number.parseInt(hex.slice(8), 16)];
}

/** Reads the sections of a file one after another. */
export class SectionReader {
  private at = HEAD_BYTES;
  private index = 0;

  private constructor(private readonly bytes: Uint8Array) {}

  /** A problem when the bytes are no timeline, or one of a later version. */
  static open(bytes: Uint8Array): Result<SectionReader> {
    if (bytes.length < HEAD_BYTES || MARK.some((b, i) => bytes[i] !== b))
      return bad(
        'syntax',
        'timeline',
        worded`timeline: expected a .faultline file, and this does not begin like one`,
      );
    const version = viewOf(bytes).getUint32(MARK.length, true);
    if (version > VERSION)
      return bad(
        'newer-version',
        'timeline',
        worded`timeline: the file has version ${version}; this Faultline reads version ${VERSION}. Reload the page to get a newer one`,
      );
    if (version !== VERSION)
      return bad('syntax', 'timeline', worded`timeline: expected version ${VERSION}, got ${version}`);
    return ok(new SectionReader(bytes));
  }

  /** Bytes of the file that are behind. */
  get read(): number {
    return this.at;
  }

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  /** The bytes of the next section, not a copy; a problem when it is cut off, longer than `most`, or damaged. `what` names it. */
  next(what: string, most: number): Result<Uint8Array> {
    const left = this.bytes.length - this.at;
    const where = worded`byte ${this.at}`;
    if (left < AROUND)
      return bad(
        'syntax',
        where,
        worded`timeline, ${where}: expected ${what}, but the file ends: it is cut off`,
      );
    const view = viewOf(this.bytes);
    const length = view.getUint32(this.at, true);
    if (length > most)
      return bad(
        'too-large',
        where,
        worded`timeline, ${where}: expected ${what} in at most ${most} bytes, got ${length}`,
      );
    if (length > left - AROUND)
      return bad(
        'syntax',
        where,
        worded`timeline, ${where}: expected ${length} bytes of ${what}, but only ${left - AROUND} follow: the file is cut off`,
      );
    const payload = this.bytes.subarray(this.at + 4, this.at + 4 + length);
    const [high, low] = digestOf(this.index++, payload);
    const end = this.at + 4 + length;
    if (view.getUint32(end, true) !== high || view.getUint32(end + 4, true) !== low)
      return bad(
        'syntax',
        where,
        worded`timeline, ${where}: ${what} are not what was written: the file is damaged`,
      );
    this.at = end + 8;
    return ok(payload);
  }
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
