/** Guards that a GIF shows what was put into it, by a reader written from the specification, and that its comment is found. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GifWriter } from './gif.ts';
import { commentOf } from './gifcomment.ts';

interface Read {
  readonly frames: Uint32Array[];
  /** Hundredths of a second. */
  readonly delays: number[];
}

/** GIF89a, as much of it as is written here. Each frame is the whole picture after it. */
function read(gif: Uint8Array): Read {
  const short = (i: number) => gif[i]! | (gif[i + 1]! << 8);
  const [width, height] = [short(6), short(8)];
  const canvas = new Uint32Array(width * height);
  const out: Read = { frames: [], delays: [] };
  let transparent = -1;
  const blocks = (from: number): [Uint8Array, number] => {
    const bytes: number[] = [];
    let i = from;
    for (; gif[i] !== 0; i += gif[i]! + 1) bytes.push(...gif.subarray(i + 1, i + 1 + gif[i]!));
    return [Uint8Array.from(bytes), i + 1];
  };
  const paletteAt = (i: number, flags: number) =>
    flags & 0x80 ? gif.subarray(i, i + 3 * (1 << ((flags & 7) + 1))) : null;
  const shared = paletteAt(13, gif[10]!);
  for (let i = 13 + (shared?.length ?? 0); gif[i] !== 0x3b; ) {
    if (gif[i] === 0x21) {
      if (gif[i + 1] === 0xf9) {
        transparent = gif[i + 3]! & 1 ? gif[i + 6]! : -1;
        out.delays.push(short(i + 4));
      }
      i = blocks(i + 2)[1];
      continue;
    }
    expect(gif[i]).toBe(0x2c);
    const [x, y, w, h] = [short(i + 1), short(i + 3), short(i + 5), short(i + 7)];
    const own = paletteAt(i + 10, gif[i + 9]!);
    const palette = own ?? shared!;
    const start = i + 10 + (own?.length ?? 0);
    const [data, next] = blocks(start + 1);
    const indices = unsqueezed(data, gif[start]!);
    expect(indices.length).toBe(w * h);
    indices.forEach((index, at) => {
      if (index === transparent) return;
      const [r, g, b] = palette.subarray(index * 3, index * 3 + 3) as unknown as [number, number, number];
      canvas[(y + Math.floor(at / w)) * width + x + (at % w)] =
        ((0xff << 24) | (b << 16) | (g << 8) | r) >>> 0;
    });
    out.frames.push(canvas.slice());
    i = next;
  }
  return out;
}

function unsqueezed(data: Uint8Array, least: number): number[] {
  const clear = 1 << least;
  const out: number[] = [];
  let table: number[][] = [];
  let size = least + 1;
  let before: number[] | null = null;
  for (let bit = 0; ; ) {
    let code = 0;
    for (let k = 0; k < size; k++, bit++) code |= ((data[bit >> 3]! >> (bit & 7)) & 1) << k;
    if (code === clear) {
      table = Array.from({ length: clear + 2 }, (_, i) => [i]);
      size = least + 1;
      before = null;
      continue;
    }
    if (code === clear + 1) {
      expect(data.length).toBe(Math.ceil(bit / 8));
      return out;
    }
    const entry: number[] = table[code] ?? [...before!, before![0]!];
    if (before && table.length < 4096) table.push([...before, entry[0]!]);
    if (table.length === 1 << size && size < 12) size++;
    out.push(...entry);
    before = entry;
  }
}

const opaque = (rgb: number) => (0xff000000 | rgb) >>> 0;
const write = async (width: number, height: number, frames: readonly Uint32Array[], comment = 'a link') => {
  const writer = new GifWriter({ width, height, comment });
  frames.forEach((frame, i) => {
    writer.add(frame, ((i + 1) * 1000) / 30);
  });
  return new Uint8Array(await writer.finish().arrayBuffer());
};

describe('a GIF', () => {
  it('shows every frame as it was, where it has few colours', async () => {
    const colours = [0x0d1117, 0x1fa187, 0xff9d3d, 0xf6f8fa].map(opaque);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.array(fc.nat({ max: 3 }), { minLength: 7, maxLength: 60 }), {
          minLength: 1,
          maxLength: 5,
        }),
        async (width, height, seeds) => {
          const frames = seeds.map((seed) =>
            Uint32Array.from({ length: width * height }, (_, i) => colours[seed[(i >> 1) % seed.length]!]!),
          );
          const { frames: shown, delays } = read(await write(width, height, frames));
          expect(shown).toEqual(frames);
          expect(delays.reduce((sum, d) => sum + d, 0)).toBe(Math.round((frames.length * 100) / 30));
        },
      ),
      { seed: 3, numRuns: 100 },
    );
  });

  it('fills its table of codes, and begins it anew', async () => {
    let state = 1;
    const noise = Uint32Array.from({ length: 200 * 200 }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      // One colour of each bucket of 5 bits, 200 of them.
      return opaque(((state >>> 8) % 200) * 8 + ((((state >>> 8) % 200) >> 5) << 11));
    });
    const { frames } = read(await write(200, 200, [noise]));
    expect(frames[0]).toEqual(noise);
  });

  it('of more than 255 colours keeps those of its areas, and shows what lies between them nearly as it was', async () => {
    const flat = [0x0d1117, 0x1fa187, 0xff9d3d, 0xf6f8fa, 0x4b8fdc, 0xff3b3b, 0xff4fc3].map(opaque);
    const blend = (a: number, b: number, part: number): number => {
      const mixed = [0, 8, 16].map(
        (shift) => Math.round(((a >>> shift) & 255) * (1 - part) + ((b >>> shift) & 255) * part) << shift,
      );
      return opaque(mixed.reduce((sum, c) => sum | c, 0));
    };
    const areas = Uint32Array.from({ length: 7 * 640 }, (_, i) => flat[Math.floor(i / 640)]!);
    const between = flat.flatMap((a) =>
      flat.flatMap((b) => Array.from({ length: 64 }, (_, i) => blend(a, b, i / 64))),
    );
    expect(new Set(between).size).toBeGreaterThan(600);
    const picture = Uint32Array.from([...areas, ...between]);
    const { frames } = read(await write(64, picture.length / 64, [picture]));
    const shown = frames[0]!;
    expect(shown.slice(0, areas.length)).toEqual(areas);
    for (let i = areas.length; i < picture.length; i++)
      for (const shift of [0, 8, 16])
        expect(Math.abs(((shown[i]! >>> shift) & 255) - ((picture[i]! >>> shift) & 255))).toBeLessThan(64);
  });

  it('has its comment, also a long one, and any bytes are read without harm', async () => {
    const frame = new Uint32Array(16).fill(opaque(0x102030));
    const link = `https://faultline.example/#v=1&mm=${'a'.repeat(600)}é`;
    const gif = await write(4, 4, [frame, frame], link);
    expect(commentOf(gif)).toBe(link);
    expect(commentOf(new Uint8Array(40))).toBeNull();
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 255 }), fc.nat(), (at, byte, cut) => {
        const bad = gif.slice(0, 20 + (cut % gif.length));
        bad[at % bad.length] = byte;
        const found = commentOf(bad);
        return found === null || typeof found === 'string';
      }),
      { seed: 4, numRuns: 3000 },
    );
  });
});
