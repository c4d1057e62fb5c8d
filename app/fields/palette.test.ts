/** Guards that classes which stand in one legend can be told apart, also by readers who see fewer colours. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CELL_CLASSES, LENSES, legend } from '../../engine/index.ts';
import { CLASSES, PAGE } from '../ui/colours.ts';
import { contrast, inkOn, PALETTES } from './palette.ts';

type Triple = [number, number, number];
type Matrix = readonly [readonly number[], readonly number[], readonly number[]];

/** Machado, Oliveira, Fernandes 2009, severity 1, on linear RGB. */
const SIGHT: Readonly<Record<string, Matrix>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function linear(css: string): Triple {
  const n = Number.parseInt(css.slice(1), 16);
  return [n >>> 16, (n >>> 8) & 255, n & 255].map((v) => {
    const part = v / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Triple;
}

function times(m: Matrix, v: Triple): Triple {
  return m.map((row) => row.reduce((sum, f, i) => sum + f * v[i]!, 0)) as Triple;
}

/** OKLab, where equal distances look about equally far. */
function oklab(rgb: Triple): Triple {
  const lms = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb,
  ).map((v) => Math.cbrt(Math.max(0, v))) as Triple;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    lms,
  );
}

const away = (a: string, b: string, sight: Matrix) =>
  Math.hypot(...oklab(times(sight, linear(a))).map((v, i) => v - oklab(times(sight, linear(b)))[i]!));

/** Below this two neighbouring patches look alike; shapes may stand in for colour. */
const APART = 0.05;

const shape = (c: number) => `${CELL_CLASSES[c]?.solid}${PALETTES.dark.patterns[c]?.join() ?? ''}`;

for (const [name, colours] of Object.entries(PALETTES))
  for (const [sight, matrix] of Object.entries(SIGHT))
    it(`${name}: classes of one legend differ in colour or in shape for ${sight} sight`, () => {
      const alike: string[] = [];
      for (const lens of LENSES)
        for (const host of [0, 1] as const)
          for (const a of legend(lens, host))
            for (const b of legend(lens, host))
              if (a < b && shape(a) === shape(b)) {
                const d = away(colours.classes[a]!, colours.classes[b]!, matrix);
                if (d < APART)
                  alike.push(
                    `${CELL_CLASSES[a]?.id}/${CELL_CLASSES[b]?.id} ${d.toFixed(3)} (${lens} ${host})`,
                  );
              }
      expect(alike).toEqual([]);
    });

it('ink on every class can be read', () => {
  for (const colours of Object.values(PALETTES))
    for (const fill of colours.classes) expect(contrast(inkOn(fill), fill)).toBeGreaterThanOrEqual(4.5);
});

it('every class has a colour, and no other row has', () => {
  expect(Object.keys(CLASSES).sort()).toEqual(CELL_CLASSES.map((c) => c.id).sort());
});

it('painters and the style sheet agree on the colours of the page', () => {
  const css = readFileSync(new URL('../ui/theme.css', import.meta.url), 'utf8');
  for (const [token, [dark, light]] of Object.entries(PAGE))
    expect(css).toContain(`--${token}: light-dark(${light}, ${dark});`);
});
