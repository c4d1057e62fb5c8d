/** WebGL2 where a GPU paints it, else the 2D canvas. `?renderer=2d` or `?renderer=webgl2` decides by hand. */
import { createCanvas2d } from './canvas2d.ts';
import type { GridRenderer } from './renderer.ts';
import { createWebgl2 } from './webgl2.ts';

/** A canvas that has given one kind of context gives no other, so the renderer brings its own. */
export function createRenderer(
  asked: string | null,
): { canvas: HTMLCanvasElement; renderer: GridRenderer } | null {
  if (asked !== '2d') {
    const canvas = document.createElement('canvas');
    const renderer = createWebgl2(canvas, asked === 'webgl2');
    if (renderer) return { canvas, renderer };
  }
  const canvas = document.createElement('canvas');
  const renderer = createCanvas2d(canvas);
  return renderer && { canvas, renderer };
}
