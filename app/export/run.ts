/** Makes the files: asks the engine for what is in them, and the studio to draw what is seen. */
import { type ExportFormat, ok, type Result, type RunInfo } from '../../engine/index.ts';
import type { Session } from '../run/session.ts';
import { titleOf } from '../source/choice.ts';
import { store } from '../state/store.ts';
import type { Span } from '../timeline/scale.ts';
import { addressOf, fileName, placeOf } from './names.ts';
import { momentAt, type PictureChoice, settingOf } from './setting.ts';
import { cancelled, openStudio } from './studio/client.ts';
import type { Film } from './studio/film.ts';

export interface Made {
  readonly blob: Blob;
  readonly name: string;
}

/** How a job reports its progress, 0…1, and how it is cancelled. */
export interface Watch {
  readonly signal: AbortSignal;
  readonly progress: (part: number) => void;
}

const ENDINGS: Readonly<Record<ExportFormat, string>> = {
  csv: 'csv',
  json: 'json',
  trace: 'trace.json',
  timeline: 'faultline',
  narration: 'txt',
  script: 'mm',
  recording: 'json',
};
/** Formats that hold all of the run. */
export const WHOLE: readonly ExportFormat[] = ['timeline', 'script', 'recording'];

export async function makeFile(
  { engine }: Session,
  info: RunInfo,
  format: ExportFormat,
  range: Span,
  watch: Watch,
): Promise<Result<Made>> {
  const { choice } = store.getState();
  const { from, to } = WHOLE.includes(format) ? { from: 0, to: info.steps } : range;
  const ask = { run: info.run, format, from, to, title: titleOf(choice, info), link: addressOf(info) };
  const answer = await engine.ask('export', ask, watch);
  return answer.ok
    ? ok({ blob: answer.value.blob, name: fileName(choice, placeOf(info, { from, to }), ENDINGS[format]) })
    : answer;
}

export async function makePicture(
  session: Session,
  info: RunInfo,
  wanted: PictureChoice,
  format: 'png' | 'svg',
  { signal, progress }: Watch,
): Promise<Result<Made>> {
  const { choice, step } = store.getState();
  // Cells of an SVG lie on whole units: on halves of them they are seen as stripes at its own size.
  const size = format === 'svg' ? { ...wanted, scale: 1 } : wanted;
  const setting = await settingOf(session, info, size, null);
  if (!setting.ok) return setting;
  const moment = await momentAt(session, info, setting.value, Math.min(step, info.steps));
  if (!moment.ok) return moment;
  progress(0.3);
  const studio = openStudio(signal);
  const picture = await studio.ask('picture', { format, setting: setting.value, moment: moment.value });
  studio.close();
  if (!picture.ok) return picture;
  return ok({ blob: picture.value, name: fileName(choice, placeOf(info, { from: step, to: step }), format) });
}

export interface FilmChoice extends PictureChoice {
  readonly film: Film;
  readonly rate: number;
  readonly frames: number;
}

export async function makeFilm(
  session: Session,
  info: RunInfo,
  wanted: FilmChoice,
  { from, to }: Span,
  { signal, progress }: Watch,
): Promise<Result<Made>> {
  const { choice } = store.getState();
  const setting = await settingOf(session, info, wanted, { from, to });
  if (!setting.ok) return setting;
  const studio = openStudio(signal);
  try {
    const { film, rate, frames } = wanted;
    const { width, height, scale, title } = setting.value;
    const link = addressOf(info);
    const options = { film, rate, title, link, width: width * scale, height: height * scale };
    const begun = await studio.ask('begin', { options, setting: setting.value });
    if (!begun.ok) return begun;
    for (let i = 0; i < frames; i++) {
      if (signal.aborted) return cancelled();
      const step = Math.round(from + ((to - from) * i) / Math.max(1, frames - 1));
      const moment = await momentAt(session, info, setting.value, step);
      if (!moment.ok) return moment;
      const taken = await studio.ask('frame', { moment: moment.value });
      if (!taken.ok) return taken;
      progress((i + 1) / frames);
    }
    const blob = await studio.ask('finish', {});
    return blob.ok
      ? ok({ blob: blob.value, name: fileName(choice, placeOf(info, { from, to }), film) })
      : blob;
  } finally {
    studio.close();
  }
}

/** The films that this browser can make. */
export async function filmsFor(width: number, height: number, signal: AbortSignal): Promise<readonly Film[]> {
  const studio = openStudio(signal);
  const films = await studio.ask('films', { width, height });
  studio.close();
  return films.ok ? films.value : [];
}
