/** What a picture is drawn on: pixels, or an SVG. The painters are those of the screen, which know a canvas context and clear
 *  what they paint on, so each paints on a layer of its own. */
import { type Viewport, worded } from '../../../engine/index.ts';
import { axesOf } from '../../fields/axes.ts';
import { paintCells } from '../../fields/canvas2d.ts';
import type { Layout } from '../../fields/layout.ts';
import { type Colours, rgba } from '../../fields/palette.ts';
import type { Pen } from '../../ui/pen.ts';
import type { Box } from './scene.ts';
import { SvgPen } from './svgpen.ts';
import { traced } from './trace.ts';

export interface Surface {
  /** Paints inside a box, from its corner, in CSS pixels or in device pixels. */
  layer(box: Box, unit: 'css' | 'device', paint: (pen: Pen) => void): void;
  cells(box: Box, layout: Layout, tiles: Viewport, cells: Uint8Array, colours: Colours): void;
}

/** The context of a canvas without a page. The painters use nothing that it does not have. */
function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error(worded`this browser gave no canvas of that size`);
  return context;
}

export class CanvasSurface implements Surface {
  private readonly context: OffscreenCanvasRenderingContext2D;

  constructor(
    canvas: OffscreenCanvas,
    private readonly scale: number,
  ) {
    this.context = contextOf(canvas);
  }

  layer(box: Box, unit: 'css' | 'device', paint: (pen: Pen) => void): void {
    const { scale } = this;
    const layer = new OffscreenCanvas(
      Math.max(1, Math.round(box.w * scale)),
      Math.max(1, Math.round(box.h * scale)),
    );
    const pen = contextOf(layer);
    if (unit === 'css') pen.scale(scale, scale);
    paint(pen);
    this.context.drawImage(layer, Math.round(box.x * scale), Math.round(box.y * scale));
  }

  cells(box: Box, layout: Layout, tiles: Viewport, cells: Uint8Array, colours: Colours): void {
    const image = new ImageData(layout.width, layout.height);
    paintCells(new Uint32Array(image.data.buffer), layout, axesOf(layout), tiles, cells, colours);
    this.context.putImageData(image, Math.round(box.x * this.scale), Math.round(box.y * this.scale));
  }
}

export class SvgSurface implements Surface {
  private readonly out: string[] = [];
  private readonly ruler = contextOf(new OffscreenCanvas(1, 1));

  constructor(private readonly scale: number) {}

  layer(box: Box, unit: 'css' | 'device', paint: (pen: Pen) => void): void {
    if (unit === 'device') {
      this.group(box, '', () => this.paint({ x: 0, y: 0 }, paint));
      return;
    }
    this.paint(box, paint);
  }

  cells(box: Box, layout: Layout, tiles: Viewport, cells: Uint8Array, colours: Colours): void {
    const pixels = new Uint32Array(layout.width * layout.height);
    paintCells(pixels, layout, axesOf(layout), tiles, cells, colours);
    const paths = traced(pixels, layout.width, rgba(colours.background));
    this.group(box, ' shape-rendering="crispEdges"', () => {
      for (const [colour, d] of paths) this.out.push(`<path fill="${colour}" d="${d}"/>`);
    });
  }

  /** What was drawn, without the element around it. */
  get content(): string {
    return this.out.join('\n');
  }

  private paint(from: Pick<Box, 'x' | 'y'>, paint: (pen: Pen) => void): void {
    const pen = new SvgPen(this.out, from, this.ruler);
    paint(pen);
    pen.end();
  }

  /** Device pixels, from the corner of a box. */
  private group(box: Box, look: string, draw: () => void): void {
    const scale = this.scale === 1 ? '' : ` scale(${1 / this.scale})`;
    this.out.push(`<g transform="translate(${box.x} ${box.y})${scale}"${look}>`);
    draw();
    this.out.push('</g>');
  }
}
