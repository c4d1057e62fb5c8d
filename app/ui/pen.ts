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
  /** Draws a part of a picture, stretched, as a canvas context does. */
  drawImage(picture: OffscreenCanvas, ...places: PictureAt): void;
}

/** A part of a picture, and where it comes to be. */
export type PictureAt = [
  ...from: [x: number, y: number, w: number, h: number],
  ...to: [x: number, y: number, w: number, h: number],
];

/** A text cut to a width of canvas pixels, with `…` for what is left out; nothing where fewer than `least` letters fit. */
export function elide(c: Pick<Pen, 'measureText'>, text: string, width: number, least = 1): string {
  if (c.measureText(text).width <= width) return text;
  let n = text.length - 1;
  while (n > 0 && c.measureText(`${text.slice(0, n)}…`).width > width) n--;
  return n >= least ? `${text.slice(0, n)}…` : '';
}
