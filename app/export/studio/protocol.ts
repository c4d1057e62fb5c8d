/** What the page asks of the worker that draws. Every question is answered, in order. */
import type { Film, FilmOptions } from './film.ts';
import type { Moment, Setting } from './scene.ts';

export interface StudioRequests {
  /** A picture; an SVG is as large as the setting says, and as fine as its scale. */
  picture: {
    ask: { readonly format: 'png' | 'svg'; readonly setting: Setting; readonly moment: Moment };
    answer: Blob;
  };
  /** The films that this browser can make of that size, in device pixels. */
  films: { ask: { readonly width: number; readonly height: number }; answer: Film[] };
  /** Begins a film; its frames follow. */
  begin: { ask: { readonly options: FilmOptions; readonly setting: Setting }; answer: null };
  frame: { ask: { readonly moment: Moment }; answer: null };
  finish: { ask: Record<never, never>; answer: Blob };
}

export type StudioName = keyof StudioRequests;
export type ToStudio = {
  [N in StudioName]: { readonly name: N; readonly ask: StudioRequests[N]['ask'] };
}[StudioName];
export type FromStudio =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };
