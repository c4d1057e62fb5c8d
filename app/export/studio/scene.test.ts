/** Guards that pictures of any size are laid out inside their edges, and that traced pixels are the pixels. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lanes } from '../../../engine/index.ts';
import { type Box, CAPTION_LINES, LINE, PARTS, planOf, type Setting, viewportsOf } from './scene.ts';
import { SvgPen } from './svgpen.ts';
import { traced } from './trace.ts';

const settings: fc.Arbitrary<Setting> = fc.record({
  part: fc.constantFrom(...PARTS),
  width: fc.integer({ min: 320, max: 4000 }),
  height: fc.integer({ min: 320, max: 3000 }),
  scale: fc.constantFrom(1, 2, 3),
  palette: fc.constantFrom('dark' as const, 'light' as const),
  lens: fc.constant('migration' as const),
  cast: fc.constant('qemu' as const),
  title: fc.string(),
  sides: fc.constantFrom(
    [{ host: 1 as const, title: 'Process' }],
    [
      { host: 0 as const, title: 'Source' },
      { host: 1 as const, title: 'Destination' },
    ],
  ),
  regions: fc.integer({ min: 1, max: 8192 }),
  selected: fc.constant(null),
  digest: fc.constant('0123456789abcdef'),
  legends: fc.constant([
    [1, 2, 3],
    [4, 5],
  ]),
  timeline: fc.constant({
    lanes: null as unknown as Lanes,
    actors: [0, 1, 2, 3, 4, 5, 6, 7],
    phases: [],
    steps: 1000,
    measured: [],
    axis: 'phases',
    flags: [],
    curves: ['to-send', 'huge', 'waiting'],
  }),
});
const LETTERS = [
  [12, 12, 5],
  [9, 14],
];

describe('a picture is laid out', () => {
  it('with nothing beyond its edges or over its caption, and both fields alike', () => {
    fc.assert(
      fc.property(settings, (s) => {
        const plan = planOf(s, LETTERS);
        expect(plan.caption + CAPTION_LINES * LINE).toBeLessThanOrEqual(s.height);
        const inside = (b: Box) => {
          expect(b.x).toBeGreaterThanOrEqual(0);
          expect(b.w).toBeGreaterThan(0);
          expect(b.h).toBeGreaterThan(0);
          expect(b.x + b.w).toBeLessThanOrEqual(s.width);
        };
        for (const { box, layout } of plan.fields) {
          inside(box);
          expect([layout.width, layout.height]).toEqual([
            Math.round(box.w * s.scale),
            Math.round(box.h * s.scale),
          ]);
          expect([layout.pitchX, layout.pitchY]).toEqual([
            plan.fields[0]?.layout.pitchX,
            plan.fields[0]?.layout.pitchY,
          ]);
        }
        if (plan.timeline) {
          inside(plan.timeline);
          expect(plan.timeline.y + plan.timeline.h).toBeLessThanOrEqual(plan.caption);
        }
        expect(plan.fields.length > 0).toBe(s.part !== 'timeline');
        expect(plan.timeline !== null).toBe(s.part !== 'fields');
      }),
      { seed: 6 },
    );
  });

  it('and all of the guest is asked for', () => {
    fc.assert(
      fc.property(settings, (s) => {
        const views = viewportsOf(s, planOf(s, LETTERS));
        if (s.part !== 'timeline')
          for (const { host } of s.sides) expect(views[host]).toMatchObject({ first: 0, count: s.regions });
      }),
      { seed: 7 },
    );
  });
});

it('traced rectangles cover each pixel once, in its colour', () => {
  const colours = [0xff17110d, 0xff87a11f, 0xff3d9dff] as const;
  const css = { '#1fa187': 0xff87a11f, '#ff9d3d': 0xff3d9dff } as Readonly<Record<string, number>>;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 300 }),
      (width, seed) => {
        const height = Math.ceil(seed.length / width);
        const pixels = Uint32Array.from(
          { length: width * height },
          (_, i) => colours[seed[i % seed.length]!] as number,
        );
        const drawn = new Uint32Array(pixels.length).fill(colours[0]);
        for (const [colour, path] of traced(pixels, width, colours[0]))
          for (const [, x, y, w, h] of path.matchAll(/M(\d+) (\d+)h(\d+)v(\d+)h-\d+z/g))
            for (let py = Number(y); py < Number(y) + Number(h); py++)
              for (let px = Number(x); px < Number(x) + Number(w); px++) {
                expect(drawn[py * width + px]).toBe(colours[0]);
                drawn[py * width + px] = css[colour]!;
              }
        expect(drawn).toEqual(pixels);
      },
    ),
    { seed: 8, numRuns: 300 },
  );
});

it('a tile of one colour is one rectangle', () => {
  expect(traced(new Uint32Array(400).fill(0xff87a11f), 20, 0)).toEqual(
    new Map([['#1fa187', 'M0 0h20v20h-20z']]),
  );
});

describe('the pen', () => {
  const ruler = { font: '', measureText: (text: string) => ({ width: text.length * 7 }) as TextMetrics };
  const draw = (paint: (pen: SvgPen) => void): string => {
    const out: string[] = [];
    const pen = new SvgPen(out, { x: 10, y: 20 }, ruler);
    paint(pen);
    pen.end();
    return out.join('');
  };

  it('keeps text from becoming markup', () => {
    const svg = draw((pen) => pen.fillText('</text><script>"&', 0, 0));
    expect(svg).toContain('&lt;/text&gt;&lt;script&gt;&quot;&amp;');
  });

  it('joins rectangles of one look, in order with the rest', () => {
    const svg = draw((pen) => {
      pen.fillStyle = '#111111';
      pen.fillRect(0, 0, 1, 2);
      pen.fillRect(3, 0, 1, 2);
      pen.strokeRect(0, 0, 5, 5);
      pen.fillRect(6, 0, 1, 2);
    });
    expect(svg.match(/<path fill="#111111"/g)).toHaveLength(2);
    expect(svg).toContain('d="M10 20h1v2h-1zM13 20h1v2h-1z"');
  });

  it('draws a stretched row of pixels as a rectangle for each run of one colour', () => {
    const pixels = [0, 0, 0, 0, 255, 0, 0, 255, 255, 0, 0, 255, 0, 0, 255, 51];
    const picture = { getContext: () => ({ getImageData: () => ({ data: new Uint8ClampedArray(pixels) }) }) };
    const svg = draw((pen) => pen.drawImage(picture as unknown as OffscreenCanvas, 0, 0, 4, 1, 0, 0, 8, 3));
    expect(svg).toBe(
      '<path fill="rgb(255,0,0)" d="M12 20h4v3h-4z"/><path fill="rgb(0,0,255)" opacity="0.2" d="M16 20h2v3h-2z"/>',
    );
  });

  it('begins a path of lines alone where the first ends, as a canvas does', () => {
    const svg = draw((pen) => {
      pen.beginPath();
      pen.lineTo(1, 1);
      pen.lineTo(2, 1);
      pen.stroke();
    });
    expect(svg).toContain('d="M11 21L12 21"');
  });
});
