/** A film of a range of steps. */
import { useEffect, useState } from 'react';
import type { RunInfo } from '../../engine/index.ts';
import { useSession } from '../run/session.ts';
import { exports as words } from '../texts/export.ts';
import type { Span } from '../timeline/scale.ts';
import { Button } from '../ui/Button.tsx';
import { Choice } from '../ui/Choice.tsx';
import { Entry } from '../ui/Entry.tsx';
import { sayAbout, sayCount, sayNumber } from '../ui/say.ts';
import type { Job } from './job.tsx';
import { Estimate, Look, Size } from './PictureForm.tsx';
import { RangeEntry } from './RangeEntry.tsx';
import { filmsFor, makeFilm } from './run.ts';
import { type PictureChoice, whyNotSize } from './setting.ts';
import type { Film } from './studio/film.ts';

const RATES = [10, 20, 25, 30, 50] as const;
const SECONDS = { least: 0.2, most: 120 } as const;

interface Props {
  readonly info: RunInfo;
  readonly job: Job;
  readonly range: Span;
  readonly onRange: (range: Span) => void;
  readonly picture: PictureChoice;
  readonly onPicture: (picture: PictureChoice) => void;
}

/** Encoders take even sizes only, and a film is seldom looked at closer than it is. */
const filmSize = (p: PictureChoice): PictureChoice => ({
  ...p,
  scale: 1,
  width: p.width - (p.width % 2),
  height: p.height - (p.height % 2),
});

export function FilmForm({ info, job, range, onRange, picture, onPicture }: Props) {
  const session = useSession();
  const [seconds, setSeconds] = useState(10);
  const [rate, setRate] = useState<number>(25);
  const [wanted, setWanted] = useState<Film>('webm');
  const size = filmSize(picture);
  const films = useFilms(size);
  const film = films?.includes(wanted) ? wanted : (films?.[0] ?? 'gif');
  const frames = Math.max(1, Math.round(seconds * rate));
  const why = whyNotSize(size);
  const between = (range.to - range.from) / Math.max(1, frames - 1);
  return (
    <>
      <p className="muted">{words.help.film}</p>
      <div className="export-row">
        <Look picture={picture} onPicture={onPicture} />
      </div>
      <div className="export-row">
        <Size picture={size} onPicture={(p) => onPicture({ ...p, scale: picture.scale })} />
        <Entry
          label={words.seconds}
          unit="s"
          value={String(seconds)}
          onCommit={(text) => {
            const n = Number(text);
            if (text === '' || !(n >= SECONDS.least && n <= SECONDS.most))
              return words.expectedSeconds(SECONDS.least, SECONDS.most, text);
            setSeconds(n);
            return null;
          }}
        />
      </div>
      <RangeEntry info={info} range={range} onRange={onRange} />
      <div className="export-row">
        <Choice
          label={words.format}
          value={film}
          options={(films ?? [film]).map((id) => ({ id, label: words.films[id] }))}
          onChange={(id) => setWanted(films?.find((f) => f === id) ?? 'gif')}
        />
        <Choice
          label={words.rate}
          value={String(rate)}
          options={RATES.map((n) => ({ id: String(n), label: String(n) }))}
          onChange={(n) => setRate(Number(n))}
        />
      </div>
      {films?.length === 1 && <p className="muted">{words.noEncoder}</p>}
      <Estimate why={why}>
        {films === null
          ? words.looking
          : [
              words.pixels(size.width, size.height),
              words.frames(frames, between >= 10 ? sayCount(between) : sayNumber(between, 1)),
              words.about(sayAbout(frames * size.width * size.height * BYTES_PER_PIXEL[film])),
            ].join(' · ')}
      </Estimate>
      <div className="export-row">
        <Button
          look="primary"
          label={words.saves.film}
          disabled={why !== null || films === null}
          onClick={() =>
            job.start((watch) => makeFilm(session, info, { ...size, film, rate, frames }, range, watch))
          }
        />
      </div>
    </>
  );
}

/** Bytes a pixel and frame, measured on ten seconds of whole runs. */
const BYTES_PER_PIXEL: Readonly<Record<Film, number>> = { webm: 0.008, mp4: 0.007, gif: 0.007 };

/** What this browser encodes at that size; null until that is known. */
function useFilms({ width, height }: PictureChoice): readonly Film[] | null {
  const [films, setFilms] = useState<readonly Film[] | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    void filmsFor(width, height, stop.signal).then((found) => {
      if (!stop.signal.aborted) setFilms(found.length > 0 ? found : ['gif']);
    });
    return () => stop.abort();
  }, [width, height]);
  return films;
}
