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
  drawImage(
    picture: OffscreenCanvas,
    sx: number,
    sy: number,
    sw: number,
    sh: number,
    x: number,
    y: number,
    w: number,
    h: number,
  ): void;
}
