/** GIF89a, frame by frame. Each frame has colours of its own, at most 255 that it has most of, and says nothing where its pixels
 *  are those of the frame before. */

const CLEAR_AT = 4095;
/** The last index of 256: as before. */
const SAME = 255;

export interface GifOptions {
  readonly width: number;
  readonly height: number;
  /** What the comment says. */
  readonly comment: string;
}

export class GifWriter {
  private readonly parts: Uint8Array<ArrayBuffer>[] = [];
  private before: Uint32Array | null = null;
  /** Hundredths of a second that were told so far. */
  private told = 0;

  constructor(private readonly options: GifOptions) {
    const { width, height, comment } = options;
    const out = new Bytes();
    out.ascii('GIF89a');
    // No colours for all frames.
    out.short(width, height);
    out.byte(0x70, 0, 0);
    // For ever again: the extension that Netscape introduced.
    out.byte(0x21, 0xff, 11);
    out.ascii('NETSCAPE2.0');
    out.byte(3, 1, 0, 0, 0);
    out.byte(0x21, 0xfe);
    out.blocks(new TextEncoder().encode(comment));
    this.parts.push(out.taken());
  }

  /** Adds a frame of RGBA pixels that is shown until `untilMs` after the beginning. */
  add(rgba: Uint32Array, untilMs: number): void {
    const { width, height } = this.options;
    const box = this.before ? changed(rgba, this.before, width, height) : { x: 0, y: 0, w: width, h: height };
    const { palette, indexOf } = coloursOf(rgba, width, box);
    const pixels = new Uint8Array(box.w * box.h);
    let i = 0;
    for (let y = box.y; y < box.y + box.h; y++)
      for (let at = y * width + box.x, end = at + box.w; at < end; at++) {
        const colour = rgba[at]!;
        pixels[i++] = this.before && this.before[at] === colour ? SAME : indexOf(colour);
      }
    const until = Math.round(untilMs / 10);
    const out = new Bytes();
    // Left in place for the next one; SAME is transparent.
    out.byte(0x21, 0xf9, 4, (1 << 2) | 1);
    out.short(Math.max(1, until - this.told));
    out.byte(SAME, 0);
    this.told = until;
    out.byte(0x2c);
    out.short(box.x, box.y, box.w, box.h);
    out.byte(0x87);
    out.raw(palette);
    out.byte(8);
    out.blocks(squeezed(pixels));
    this.parts.push(out.taken());
    this.before = rgba.slice();
  }

  finish(): Blob {
    return new Blob([...this.parts, Uint8Array.of(0x3b)], { type: 'image/gif' });
  }
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** The least box around all that differs; one pixel when nothing does, as a frame must have one. */
function changed(a: Uint32Array, b: Uint32Array, width: number, height: number): Box {
  let top = -1;
  let bottom = 0;
  let left = width;
  let right = 0;
  for (let y = 0; y < height; y++) {
    const at = y * width;
    let x = 0;
    while (x < width && a[at + x] === b[at + x]) x++;
    if (x === width) continue;
    if (top < 0) top = y;
    bottom = y + 1;
    left = Math.min(left, x);
    let end = width;
    while (a[at + end - 1] === b[at + end - 1]) end--;
    right = Math.max(right, end);
  }
  return top < 0 ? { x: 0, y: 0, w: 1, h: 1 } : { x: left, y: top, w: right - left, h: bottom - top };
}

const bucketOf = (rgba: number): number =>
  ((rgba & 0xf8) >>> 3) | ((rgba & 0xf800) >>> 6) | ((rgba & 0xf80000) >>> 9);

/** Colours in buckets of 5 bits a channel; what is in none of the 255 fullest takes the nearest of them. */
function coloursOf(
  rgba: Uint32Array,
  width: number,
  box: Box,
): { palette: Uint8Array<ArrayBuffer>; indexOf: (colour: number) => number } {
  const counts = new Uint32Array(1 << 15);
  const first = new Uint32Array(1 << 15);
  const used: number[] = [];
  for (let y = box.y; y < box.y + box.h; y++)
    for (let at = y * width + box.x, end = at + box.w; at < end; at++) {
      const colour = rgba[at]!;
      const bucket = bucketOf(colour);
      if (counts[bucket]!++ === 0) {
        first[bucket] = colour;
        used.push(bucket);
      }
    }
  used.sort((a, b) => counts[b]! - counts[a]!);
  const chosen = used.slice(0, SAME).map((bucket) => first[bucket]!);
  const palette = new Uint8Array(768);
  const index = new Int16Array(1 << 15).fill(-1);
  chosen.forEach((c, i) => {
    palette.set([c & 255, (c >>> 8) & 255, (c >>> 16) & 255], i * 3);
    index[bucketOf(c)] = i;
  });
  const indexOf = (colour: number): number => {
    const bucket = bucketOf(colour);
    if (index[bucket] === -1) index[bucket] = nearest(chosen, colour);
    return index[bucket]!;
  };
  return { palette, indexOf };
}

function nearest(palette: readonly number[], colour: number): number {
  let best = 0;
  let least = Infinity;
  palette.forEach((c, i) => {
    let sum = 0;
    for (const shift of [0, 8, 16]) sum += (((c >>> shift) & 255) - ((colour >>> shift) & 255)) ** 2;
    if (sum < least) {
      least = sum;
      best = i;
    }
  });
  return best;
}

/** LZW with codes of 9 to 12 bits, of indices of 8. */
function squeezed(pixels: Uint8Array): Uint8Array {
  const clear = 256;
  const bits = new BitWriter(pixels.length);
  /** Codes by prefix and next index; -1: none. */
  const codes = new Int16Array(4096 * 256).fill(-1);
  /** The entries in use, to be forgotten one by one: the table is large. */
  const entries: number[] = [];
  let next = clear + 2;
  let size = 9;
  bits.put(clear, size);
  let prefix = pixels[0]!;
  for (let i = 1; i < pixels.length; i++) {
    const entry = (prefix << 8) | pixels[i]!;
    const code = codes[entry]!;
    if (code >= 0) {
      prefix = code;
      continue;
    }
    bits.put(prefix, size);
    prefix = pixels[i]!;
    if (next <= CLEAR_AT) {
      codes[entry] = next;
      entries.push(entry);
      // A reader learns each code one later.
      if (next++ === 1 << size && size < 12) size++;
    } else {
      bits.put(clear, size);
      for (const used of entries) codes[used] = -1;
      entries.length = 0;
      next = clear + 2;
      size = 9;
    }
  }
  bits.put(prefix, size);
  if (next === 1 << size && size < 12) size++;
  bits.put(clear + 1, size);
  return bits.taken();
}

/** Codes, low bits first. */
class BitWriter {
  private bytes: Uint8Array;
  private length = 0;
  private held = 0;
  private count = 0;

  constructor(room: number) {
    this.bytes = new Uint8Array(room + 64);
  }

  put(code: number, size: number): void {
    this.held |= code << this.count;
    this.count += size;
    for (; this.count >= 8; this.count -= 8) {
      this.push(this.held & 255);
      this.held >>>= 8;
    }
  }

  taken(): Uint8Array {
    if (this.count > 0) this.push(this.held & 255);
    return this.bytes.subarray(0, this.length);
  }

  private push(byte: number): void {
    if (this.length === this.bytes.length) {
      const bigger = new Uint8Array(this.bytes.length * 2);
      bigger.set(this.bytes);
      this.bytes = bigger;
    }
    this.bytes[this.length++] = byte;
  }
}

class Bytes {
  private readonly parts: Uint8Array[] = [];

  byte(...bytes: number[]): void {
    this.parts.push(Uint8Array.from(bytes));
  }

  short(...numbers: number[]): void {
    this.byte(...numbers.flatMap((n) => [n & 255, n >>> 8]));
  }

  ascii(text: string): void {
    this.byte(...Array.from(text, (c) => c.charCodeAt(0)));
  }

  raw(bytes: Uint8Array): void {
    this.parts.push(bytes);
  }

  /** Blocks of at most 255 bytes, and an empty one. */
  blocks(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += 255) {
      const part = bytes.subarray(at, at + 255);
      this.byte(part.length);
      this.raw(part);
    }
    this.byte(0);
  }

  taken(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}

/** The comment of a GIF; null when it has none, or these bytes are no whole GIF. */
export function commentOf(gif: Uint8Array): string | null {
  const at = (i: number): number => gif[i] ?? 0;
  const palette = (flags: number): number => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  if (String.fromCharCode(...gif.subarray(0, 4)) !== 'GIF8') return null;
  for (let i = 13 + palette(at(10)); i < gif.length; ) {
    const kind = at(i);
    if (kind === 0x2c) {
      i += 10 + palette(at(i + 9)) + 1;
    } else if (kind === 0x21) {
      if (at(i + 1) === 0xfe) return textOfBlocks(gif, i + 2);
      i += 2;
    } else return null;
    while (at(i) !== 0) i += at(i) + 1;
    i++;
  }
  return null;
}

function textOfBlocks(gif: Uint8Array, from: number): string {
  const bytes: number[] = [];
  for (let i = from; i < gif.length && gif[i] !== 0; i += gif[i]! + 1)
    bytes.push(...gif.subarray(i + 1, i + 1 + gif[i]!));
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
