/** What the painters need of a canvas context, so that they draw on a canvas, off the screen or into an SVG alike. */
export interface Pen
  extends Pick<
    CanvasRenderingContext2D,
    | 'arc'
    | 'beginPath'
    | 'clearRect'
    | 'fill'
    | 'fillRect'
    | 'fillStyle'
    | 'fillText'
    | 'font'
    | 'globalAlpha'
    | 'imageSmoothingEnabled'
    | 'lineTo'
    | 'lineWidth'
    | 'measureText'
    | 'moveTo'
    | 'roundRect'
    | 'setLineDash'
    | 'stroke'
    | 'strokeRect'
    | 'strokeStyle'
    | 'textAlign'
    | 'textBaseline'
  > {
  /** A canvas turns what it draws; an SVG is never so narrow that its texts have to stand upright. */
  save?(): void;
  restore?(): void;
  translate?(x: number, y: number): void;
  rotate?(angle: number): void;
  /** Draws a part of a picture, stretched, as a canvas context does. */
  drawImage(picture: OffscreenCanvas, ...places: PictureAt): void;
}

/** A part of a picture, and where it comes to be. */
export type PictureAt = [
  ...from: [x: number, y: number, w: number, h: number],
  ...to: [x: number, y: number, w: number, h: number],
];

/** A text cut to a width of canvas pixels, with `…` for what is left out; nothing where fewer than `least` letters fit. Measures
 *  log n times, and never more letters than there are pixels: no font here has a letter that is narrower. */
export function elide(c: Pick<Pen, 'measureText'>, text: string, width: number, least = 1): string {
  const most = Math.max(0, Math.floor(width));
  const fits = (shown: string) => c.measureText(shown).width <= width;
  if (text.length <= most && fits(text)) return text;
  const cut = (n: number) => `${text.slice(0, n)}…`;
  // The most letters that fit: those below `low` do, those from `high` on do not.
  let low = 1;
  let high = Math.min(most + 1, text.length);
  while (low < high) {
    const n = (low + high) >> 1;
    if (fits(cut(n))) low = n + 1;
    else high = n;
  }
  return low > least ? cut(low - 1) : '';
}
