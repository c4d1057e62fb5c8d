/** The comment of a GIF: an extension block of UTF-8 text (GIF89a, 24). */

/** The block to write before the end of a GIF. */
export function commentBlock(comment: string): Uint8Array {
  const bytes = new TextEncoder().encode(comment);
  const block = [0x21, 0xfe];
  for (let at = 0; at < bytes.length; at += 255) {
    const part = bytes.subarray(at, at + 255);
    block.push(part.length, ...part);
  }
  return Uint8Array.from([...block, 0]);
}

/** The comment of a GIF; null if it has none or the bytes are not a whole GIF. */
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
