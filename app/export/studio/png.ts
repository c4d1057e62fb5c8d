/** The text that a PNG carries beside its pixels: chunks of a keyword and Latin-1, after the header (PNG, third edition, 11.3.3). */

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Signature and IHDR. */
const HEAD = 8 + 25;

let table: Uint32Array | null = null;

function crc(bytes: Uint8Array): number {
  table ??= Uint32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c;
  });
  let c = 0xffffffff;
  for (const byte of bytes) c = table[(c ^ byte) & 255]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** The picture with texts by keyword in it. What is no Latin-1 becomes a question mark. */
export function withTexts(png: Uint8Array, texts: Readonly<Record<string, string>>): Blob {
  const chunks = Object.entries(texts).map(([keyword, text]) => {
    const words = `tEXt${keyword}\0${text}`;
    const bytes = new Uint8Array(words.length + 8);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, words.length - 4);
    for (let i = 0; i < words.length; i++) {
      const code = words.charCodeAt(i);
      bytes[4 + i] = code < 256 ? code : 63;
    }
    view.setUint32(bytes.length - 4, crc(bytes.subarray(4, -4)));
    return bytes;
  });
  return new Blob([png.slice(0, HEAD), ...chunks, png.slice(HEAD)], { type: 'image/png' });
}

/** The text of a keyword; null when there is none, or these bytes are no whole PNG. */
export function textOf(png: Uint8Array, keyword: string): string | null {
  if (SIGNATURE.some((b, i) => png[i] !== b)) return null;
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  for (let at = SIGNATURE.length; at + 12 <= png.length; ) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > png.length) return null;
    if (latin(png.subarray(at + 4, at + 8)) === 'tEXt') {
      const text = latin(png.subarray(at + 8, end));
      if (text.startsWith(`${keyword}\0`)) return text.slice(keyword.length + 1);
    }
    at = end + 4;
  }
  return null;
}

function latin(bytes: Uint8Array): string {
  let text = '';
  for (const b of bytes) text += String.fromCharCode(b);
  return text;
}
