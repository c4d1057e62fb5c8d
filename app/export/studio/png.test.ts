/** Guards the texts of pictures: found again, and the picture still one for a strict reader. */
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textOf, withTexts } from './png.ts';

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, sum]);
}

/** By the book (PNG, annex D), bit by bit. */
function crc(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes)
    for (let k = 0, b = byte; k < 8; k++, b >>>= 1) c = (c ^ b) & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return (c ^ 0xffffffff) >>> 0;
}

const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])),
  chunk('IDAT', deflateSync(Buffer.from([0, 1, 2, 3]))),
  chunk('IEND', Buffer.alloc(0)),
]);

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

it('texts are found by keyword, and every chunk has its sum', async () => {
  const link = 'https://faultline.example/#v=1&p=qemu-as-mailed&s=7';
  const bytes = await bytesOf(withTexts(png, { Title: 'QEMU – as mailed', Source: link }));
  expect(textOf(bytes, 'Source')).toBe(link);
  expect(textOf(bytes, 'Title')).toBe('QEMU ? as mailed');
  expect(textOf(bytes, 'Author')).toBeNull();
  expect(textOf(png, 'Source')).toBeNull();
  const types: string[] = [];
  const view = new DataView(bytes.buffer);
  for (let at = 8; at < bytes.length; ) {
    const length = view.getUint32(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(view.getUint32(at + 8 + length)).toBe(crc(body));
    types.push(String.fromCharCode(...body.subarray(0, 4)));
    at += length + 12;
  }
  expect(types).toEqual(['IHDR', 'tEXt', 'tEXt', 'IDAT', 'IEND']);
});

it('any bytes are read without harm', async () => {
  const good = await bytesOf(withTexts(png, { Source: 'https://a.example/#s=1' }));
  fc.assert(
    fc.property(fc.nat(), fc.nat({ max: 255 }), fc.nat(), (at, byte, cut) => {
      const bad = good.slice(0, 8 + (cut % good.length));
      bad[at % bad.length] = byte;
      const found = textOf(bad, 'Source');
      return found === null || typeof found === 'string';
    }),
    { seed: 5, numRuns: 3000 },
  );
});
