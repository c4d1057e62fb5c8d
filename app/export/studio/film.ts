/** Frames become a film: WebM or MP4 where the browser has an encoder, GIF everywhere. */

import type { VideoCodec } from 'mediabunny';
import { worded } from '../../../engine/index.ts';
import { GifWriter } from './gif.ts';

export const FILMS = ['webm', 'mp4', 'gif'] as const;
export type Film = (typeof FILMS)[number];

export interface FilmOptions {
  readonly film: Film;
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
  /** Frames a second. */
  readonly rate: number;
  readonly title: string;
  readonly link: string | null;
}

/** Takes the frames that are on its canvas, one after another. */
export interface FilmWriter {
  readonly canvas: OffscreenCanvas;
  add(): Promise<void>;
  finish(): Promise<Blob>;
}

/** By how well they do what is flat and sharp. */
const CODECS: Readonly<Record<Exclude<Film, 'gif'>, VideoCodec[]>> = {
  webm: ['vp9', 'av1', 'vp8'],
  mp4: ['avc', 'av1', 'vp9', 'hevc'],
};

const codecOf = async (film: Exclude<Film, 'gif'>, width: number, height: number) => {
  const { getFirstEncodableVideoCodec } = await import('mediabunny');
  return getFirstEncodableVideoCodec(CODECS[film], { width, height });
};

/** The films that this browser can make of that size. */
export async function filmsOf(width: number, height: number): Promise<Film[]> {
  const can = async (film: Film): Promise<boolean> =>
    film === 'gif' || (typeof VideoEncoder !== 'undefined' && (await codecOf(film, width, height)) !== null);
  const found = await Promise.all(FILMS.map(can));
  return FILMS.filter((_, i) => found[i]);
}

export const beginFilm = (options: FilmOptions): Promise<FilmWriter> | FilmWriter =>
  options.film === 'gif' ? gif(options) : video(options.film, options);

function gif({ width, height, rate, title, link }: FilmOptions): FilmWriter {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error(worded`this browser gave no canvas of that size`);
  const writer = new GifWriter({ width, height, comment: link ?? title });
  let frames = 0;
  return {
    canvas,
    async add() {
      const { data } = context.getImageData(0, 0, width, height);
      writer.add(new Uint32Array(data.buffer), (++frames * 1000) / rate);
    },
    finish: async () => writer.finish(),
  };
}

async function video(film: Exclude<Film, 'gif'>, options: FilmOptions): Promise<FilmWriter> {
  const { BufferTarget, CanvasSource, Mp4OutputFormat, Output, QUALITY_HIGH, WebMOutputFormat } =
    await import('mediabunny');
  const { width, height, rate, title, link } = options;
  const codec = await codecOf(film, width, height);
  if (codec === null)
    throw new Error(worded`this browser has no encoder for ${film} of ${width} × ${height}`);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d');
  const target = new BufferTarget();
  const format = film === 'webm' ? new WebMOutputFormat() : new Mp4OutputFormat();
  const output = new Output({ format, target });
  const source = new CanvasSource(canvas, { codec, bitrate: QUALITY_HIGH });
  output.addVideoTrack(source, { frameRate: rate });
  output.setMetadataTags({ title, ...(link === null ? {} : { comment: link }) });
  await output.start();
  let frames = 0;
  return {
    canvas,
    add: () => source.add(frames++ / rate, 1 / rate),
    async finish() {
      await output.finalize();
      return new Blob([target.buffer!], { type: `video/${film}` });
    },
  };
}
