/** One picture, two ways to paint it. Work is bound by the field's pixels, never by the guest's size. */
import type { Viewport } from '../../engine/index.ts';
import type { Layout } from './layout.ts';
import type { Colours } from './palette.ts';

export interface GridRenderer {
  readonly kind: '2d' | 'webgl2';
  /** Paints `cells`, which holds the tiles of `tiles`, where `layout` says; other tiles stay empty. */
  draw(layout: Layout, tiles: Viewport, cells: Uint8Array, colours: Colours): void;
  dispose(): void;
}
