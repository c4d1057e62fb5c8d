/** Frames as an animated GIF. Each frame has a palette of its own: the 255 colours that most of its changed pixels have. Pixels
 *  that are as in the previous frame are transparent, which compresses to almost nothing. */
import { GIFEncoder } from 'gifenc';
import { commentBlock } from './gifcomment.ts';

/** Palette index of a pixel that did not change. */
const SAME = 255;
/** Disposal method of a frame: leave it in place under the next one. */
const KEEP = 1;

export interface GifOptions {
  readonly width: number;
  readonly height: number;
  readonly comment: string;
}

export class GifWriter {
  private readonly gif = GIFEncoder();
  private before: Uint32Array | null = null;
  /** When the last frame ends, in hundredths of a second: a GIF has no finer clock, and rounding each frame would add up. */
  private end = 0;

  constructor(private readonly options: GifOptions) {}

  /** Adds a frame of RGBA pixels that is shown until `untilMs` after the start of the film. */
  add(rgba: Uint32Array, untilMs: number): void {
    const { before } = this;
    const { palette, indexOf } = coloursOf(rgba, before);
    const pixels = new Uint8Array(rgba.length);
    for (let i = 0; i < pixels.length; i++)
      pixels[i] = before && before[i] === rgba[i] ? SAME : indexOf(rgba[i]!);
    const end = Math.round(untilMs / 10);
    const delay = Math.max(1, end - this.end) * 10;
    this.gif.writeFrame(pixels, this.options.width, this.options.height, {
      palette,
      delay,
      transparent: true,
      transparentIndex: SAME,
      dispose: KEEP,
    });
    this.end = end;
    this.before = rgba.slice();
  }

  finish(): Blob {
    this.gif.stream.writeBytes(commentBlock(this.options.comment));
    this.gif.finish();
    return new Blob([this.gif.bytes()], { type: 'image/gif' });
  }
}

const bucketOf = (rgba: number): number =>
  ((rgba & 0xf8) >>> 3) | ((rgba & 0xf800) >>> 6) | ((rgba & 0xf80000) >>> 9);

/** Sorts the colours of the changed pixels into buckets of 5 bits per channel. The 255 fullest buckets get their first colour
 *  exactly, so that areas keep theirs; every other colour gets the nearest of these. */
function coloursOf(
  rgba: Uint32Array,
  before: Uint32Array | null,
): { palette: number[][]; indexOf: (colour: number) => number } {
  const counts = new Uint32Array(1 << 15);
  const first = new Uint32Array(1 << 15);
  const used: number[] = [];
  for (let i = 0; i < rgba.length; i++) {
    const colour = rgba[i]!;
    if (before && before[i] === colour) continue;
    const bucket = bucketOf(colour);
    if (counts[bucket]!++ === 0) {
      first[bucket] = colour;
      used.push(bucket);
    }
  }
  used.sort((a, b) => counts[b]! - counts[a]!);
  const chosen = used.slice(0, SAME).map((bucket) => first[bucket]!);
  const index = new Int16Array(1 << 15).fill(-1);
  chosen.forEach((colour, i) => {
    index[bucketOf(colour)] = i;
  });
  const indexOf = (colour: number): number => {
    const bucket = bucketOf(colour);
    if (index[bucket] === -1) index[bucket] = nearest(chosen, colour);
    return index[bucket]!;
  };
  const palette = Array.from({ length: SAME + 1 }, (_, i) => channels(chosen[i] ?? 0));
  return { palette, indexOf };
}

const channels = (rgba: number): number[] => [rgba & 255, (rgba >>> 8) & 255, (rgba >>> 16) & 255];

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
