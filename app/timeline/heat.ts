/** Lanes as a picture: a row a lane, a pixel a bucket, the more opaque the more events. Drawn stretched, it costs the same however
 *  many buckets have events. */
import type { Lanes } from '../../engine/index.ts';

/** `colours` by actor, as #rrggbb. Null where the browser has no canvas to draw on. */
export function heatOf(
  lanes: Lanes,
  actors: readonly number[],
  colours: readonly string[],
): OffscreenCanvas | null {
  const buckets = lanes.steps.length - 1;
  if (actors.length === 0) return null;
  const picture = new OffscreenCanvas(buckets, actors.length);
  const c = picture.getContext('2d');
  if (!c) return null;
  const image = c.createImageData(buckets, actors.length);
  fillHeat(image.data, lanes, actors, colours);
  c.putImageData(image, 0, 0);
  return picture;
}

/** Four bytes a bucket: the lane's colour, and by how many events it holds from 30 to 100 percent of it. */
export function fillHeat(
  out: Uint8ClampedArray,
  lanes: Lanes,
  actors: readonly number[],
  colours: readonly string[],
): void {
  const buckets = lanes.steps.length - 1;
  actors.forEach((actor, row) => {
    const rgb = Number.parseInt((colours[actor] ?? '#808080').slice(1), 16);
    const counts = lanes.counts.subarray(actor * buckets, (actor + 1) * buckets);
    const most = counts.reduce((a, b) => Math.max(a, b), 1);
    for (let b = 0; b < buckets; b++) {
      const n = counts[b]!;
      if (n === 0) continue;
      const at = 4 * (row * buckets + b);
      out[at] = rgb >> 16;
      out[at + 1] = (rgb >> 8) & 255;
      out[at + 2] = rgb & 255;
      out[at + 3] = 255 * (0.3 + 0.7 * Math.sqrt(n / most));
    }
  });
}
