/** Guards that a file is known by what is in it, and that what is no file of ours does no harm. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOf, kindOf, linkInText } from './kind.ts';

const LINK = 'https://faultline.example/app/#v=1&p=qemu-as-mailed&s=7&d=0123456789abcdef';
const kind = (text: string, name = 'a.txt') => kindOf(new TextEncoder().encode(text), text, name);

const TEXTS = {
  svg: `<svg xmlns="http://www.w3.org/2000/svg"><metadata><dc:source xmlns:dc="x">${LINK.replaceAll('&', '&amp;')}</dc:source>`,
  csv: `# ${LINK}\r\nstep,time_ns,actor,cpu\r\n1,0,vcpu,0\r\n`,
  json: `{"format":"faultline-events","version":1,"title":"a \\"link\\": b","link":${JSON.stringify(LINK)},`,
  narration: `QEMU as mailed\n==============\n\nSteps 0 to 9 of 9. Digest\n0123456789abcdef.\n${LINK}\n\n`,
} as const;

describe('a file is known by its beginning', () => {
  it.each(Object.entries(TEXTS))('%s, and its link is found', (expected, text) => {
    expect(kind(text)).toBe(expected);
    expect(linkInText(expected as keyof typeof TEXTS, text)).toBe(LINK);
    expect(linkInText(expected as keyof typeof TEXTS, text.slice(0, 8))).toBeNull();
  });

  it('a trace as well', () => {
    const text = `{"displayTimeUnit":"ns","otherData":{"generator":"Faultline","title":"x","link":${JSON.stringify(LINK)}`;
    expect(kind(text)).toBe('json');
    expect(linkInText('json', text)).toBe(LINK);
  });

  it.each([
    ['{"source": "qemu"}', 'r.json', 'log'],
    ['{"meta": {}}', 'r', 'recording'],
    ['[pid 12] close(3) = 0', 'r', 'log'],
    ['mmap A 2m\n', 'a.mm', 'script'],
    ['mmap A 2m\n', 'a.txt', 'script'],
    ['step,time_ns,actor\r\n', 'a', 'csv'],
    ['a\0b', 'a.bin', 'unknown'],
  ])('%j', (text, name, expected) => {
    expect(kind(text, name)).toBe(expected);
  });

  it.each([
    [[0x1f, 0x8b, 8], 'timeline'],
    [[0x89, 0x46, 0x4c, 0x4e], 'timeline'],
    [[0x89, 0x50, 0x4e, 0x47], 'png'],
    [[0x47, 0x49, 0x46, 0x38], 'gif'],
    [[0x1a, 0x45, 0xdf, 0xa3], 'film'],
    [[0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70], 'film'],
    [[0xff, 0xd8, 0xff], 'unknown'],
  ])('%j', (bytes, expected) => {
    const head = Uint8Array.from(bytes);
    expect(kindOf(head, new TextDecoder().decode(head), 'x')).toBe(expected);
  });

  it('whatever it is, in no time', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(TEXTS)),
        fc.nat(),
        fc.string({ unit: 'binary' }),
        (text, at, put) => {
          const bad = text.slice(0, at % text.length) + put + text.slice((at % text.length) + 3);
          kind(bad);
          for (const one of Object.keys(TEXTS) as (keyof typeof TEXTS)[]) linkInText(one, bad);
        },
      ),
      { seed: 9, numRuns: 3000 },
    );
    for (const long of [' ', '=', '"link":"\\', '# http', '<svg', '\n=', '{'])
      expect(() => kind(long.repeat(65_536 / long.length))).not.toThrow();
  });
});

it.each([
  [LINK, '#v=1&p=qemu-as-mailed&s=7&d=0123456789abcdef'],
  ['javascript:alert(1)', null],
  ['https://a.example/#', null],
  [null, null],
])('of %s only the part behind # counts', (address, hash) => {
  expect(hashOf(address)).toBe(hash);
});
