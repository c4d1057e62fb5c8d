import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as LONGEST from '../base/longest.ts';
import { Lines } from './lines.ts';

/** The lines of `bytes`, pushed in parts that end at `cuts`. */
function linesOf(bytes: Uint8Array, cuts: readonly number[] = []): { lines: string[]; cut: number } {
  const lines: string[] = [];
  const splitter = new Lines((text, line) => {
    lines.push(text);
    expect(line).toBe(lines.length);
  });
  let from = 0;
  for (const cut of [...cuts, bytes.length].sort((a, b) => a - b)) {
    splitter.push(bytes.subarray(from, cut));
    from = cut;
  }
  splitter.end();
  return { lines, cut: splitter.cut };
}

const utf8 = (text: string) => new TextEncoder().encode(text);

it('lines are the same however the bytes come in parts', () => {
  const text = fc.array(
    fc.string({ unit: 'grapheme', maxLength: 20 }).map((s) => s.replaceAll(/\p{Cc}/gu, ' ')),
  );
  fc.assert(
    fc.property(text, fc.boolean(), fc.array(fc.nat(400)), (lines, crlf, cuts) => {
      const bytes = utf8(lines.map((l) => `${l}${crlf ? '\r\n' : '\n'}`).join(''));
      expect(
        linesOf(
          bytes,
          cuts.filter((c) => c <= bytes.length),
        ).lines,
      ).toEqual(lines);
    }),
    { seed: 15 },
  );
});

it('a last line without its line feed, an empty line and none at all', () => {
  expect(linesOf(utf8('a\n\nb')).lines).toEqual(['a', '', 'b']);
  expect(linesOf(utf8('')).lines).toEqual([]);
  expect(linesOf(utf8('\n')).lines).toEqual(['']);
});

it('UTF-16 by its byte order mark, either way round; UTF-8 with one', () => {
  const little = new Uint8Array([0xff, 0xfe, 0x61, 0, 0x0a, 0, 0x62, 0]);
  const big = new Uint8Array([0xfe, 0xff, 0, 0x61, 0, 0x0a, 0, 0x62]);
  expect(linesOf(little).lines).toEqual(['a', 'b']);
  expect(linesOf(big).lines).toEqual(['a', 'b']);
  expect(linesOf(utf8('\ufeffa\nb')).lines).toEqual(['a', 'b']);
});

it('what a terminal was told is left out', () => {
  expect(
    linesOf(utf8('\u001b[K(qemu) \u001b[1;31minfo\u001b[0m migrate\u001b]0;title\u0007\n')).lines,
  ).toEqual(['(qemu) info migrate']);
});

it('a line that is too long is cut and counted, in one part or in many', () => {
  const long = 'x'.repeat(LONGEST.logLine + 5000);
  const bytes = utf8(`a\n${long}\nb`);
  for (const cuts of [[], [1000, 40_000, 66_000, 66_001, 70_000]]) {
    const { lines, cut } = linesOf(bytes, cuts);
    expect(lines).toEqual(['a', 'x'.repeat(LONGEST.logLine), 'b']);
    expect(cut).toBe(1);
  }
});
