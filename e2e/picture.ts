/** Compares what is on the screen with a picture that was looked at and kept. Small differences of fonts and antialiasing pass; a
 *  part that is missing, moved, striped or black does not. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

const FOLDER = new URL('pictures/', import.meta.url);
/** Width of a kept picture as a part of the screen's. */
const KEPT = 0.5;
/** Side of the squares of a kept picture whose mean colours are compared, in its pixels. */
const SQUARE = 8;
/** From this difference of mean colours on, in any channel (0 to 255), a square counts as another one. */
const OTHER = 24;

/** The share of squares, 0 to 1, in which the screen differs from the kept picture `name`. With FAULTLINE_PICTURES=keep the picture is
 *  kept anew and the share is 0. A picture that was never kept is an error. */
export async function differenceFrom(page: Page, name: string): Promise<number> {
  const taken = (await page.screenshot({ animations: 'disabled', caret: 'hide' })).toString('base64');
  const file = new URL(`${name}.png`, FOLDER);
  if (process.env.FAULTLINE_PICTURES === 'keep') {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, Buffer.from(await page.evaluate(reduce, [taken, KEPT] as const), 'base64'));
    return 0;
  }
  if (!existsSync(file)) throw new Error(`no picture is kept as ${name}.png`);
  const kept = readFileSync(file).toString('base64');
  return page.evaluate(differ, [taken, kept, SQUARE, OTHER] as const);
}

/** Runs in the page: a picture at a part of its size, as PNG. */
async function reduce([png, part]: readonly [string, number]): Promise<string> {
  const image = await createImageBitmap(new Blob([Uint8Array.from(atob(png), (c) => c.charCodeAt(0))]));
  const canvas = new OffscreenCanvas(Math.round(image.width * part), Math.round(image.height * part));
  const pen = canvas.getContext('2d')!;
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000)
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

/** Runs in the page: the share of squares that differ. */
async function differ([taken, kept, square, other]: readonly [
  string,
  string,
  number,
  number,
]): Promise<number> {
  const imageOf = (png: string) =>
    createImageBitmap(new Blob([Uint8Array.from(atob(png), (c) => c.charCodeAt(0))]));
  const [now, before] = await Promise.all([imageOf(taken), imageOf(kept)]);
  const columns = Math.ceil(before.width / square);
  const rows = Math.ceil(before.height / square);
  // In halves, so that every pixel counts: one step down to a few squares would leave most of them out.
  const squaresOf = (image: ImageBitmap): Uint8ClampedArray => {
    let from: ImageBitmap | OffscreenCanvas = image;
    for (let width = columns * square, height = rows * square; ; width /= 2, height /= 2) {
      const canvas: OffscreenCanvas = new OffscreenCanvas(width, height);
      const pen = canvas.getContext('2d')!;
      pen.drawImage(from, 0, 0, width, height);
      if (width === columns) return pen.getImageData(0, 0, width, height).data;
      from = canvas;
    }
  };
  const [a, b] = [squaresOf(now), squaresOf(before)];
  let differing = 0;
  for (let i = 0; i < a.length; i += 4)
    if (Math.max(...[0, 1, 2].map((c) => Math.abs(a[i + c]! - b[i + c]!))) >= other) differing++;
  return differing / (columns * rows);
}
