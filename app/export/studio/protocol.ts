/** What the page asks of the worker that draws, and what it is answered. */
import type { Film, FilmOptions } from './film.ts';
import type { Moment, Setting } from './scene.ts';

export interface StudioRequests {
  /** A picture; an SVG has the size of the setting and the precision of its scale. */
  picture: {
    ask: { readonly format: 'png' | 'svg'; readonly setting: Setting; readonly moment: Moment };
    answer: Blob;
  };
  /** The films that this browser can make in that size, in device pixels. */
  films: { ask: { readonly width: number; readonly height: number }; answer: Film[] };
  /** Begins a film; its frames follow. */
  begin: { ask: { readonly options: FilmOptions; readonly setting: Setting }; answer: null };
  frame: { ask: { readonly moment: Moment }; answer: null };
  finish: { ask: Record<never, never>; answer: Blob };
}
