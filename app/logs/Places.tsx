/** Lines that say something: pressing one shows it with its neighbours. */
import { useState } from 'react';
import type { LogsRead, Place } from '../../engine/index.ts';
import { useAsk } from '../run/useAsk.ts';
import { logs as words } from '../texts/logs.ts';
import { Button } from '../ui/Button.tsx';
import { sayCount } from '../ui/say.ts';

/** Lines before and after. */
const AROUND = 3;

interface Props {
  readonly places: readonly Place[];
  readonly read: LogsRead;
}

export function Places({ places, read }: Props) {
  const [open, setOpen] = useState<Place | null>(null);
  const several = read.files.length > 1;
  return (
    <>
      {[...new Set(places.map((place) => place.file))].map((file) => (
        <p className="places" key={file}>
          {several && <span className="muted">{read.files[file]?.name}</span>}
          {places
            .filter((place) => place.file === file)
            .map((place) => (
              <Button
                key={place.line}
                look="text"
                aria-expanded={open === place}
                aria-label={several ? words.lineOf(read.files[file]?.name ?? '', place.line) : undefined}
                label={words.line(place.line)}
                onClick={() => setOpen(open === place ? null : place)}
              />
            ))}
        </p>
      ))}
      {open && <Excerpt place={open} read={read} />}
    </>
  );
}

function Excerpt({ place: { file, line }, read }: { place: Place; read: LogsRead }) {
  const from = Math.max(1, line - AROUND);
  const { data, error } = useAsk('logLines', {
    logs: read.logs,
    file,
    from,
    count: line + AROUND + 1 - from,
  });
  if (error) return <p className="muted">{error.problem.message}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be reached by keys
    <section className="excerpt" tabIndex={0} aria-label={words.excerpt(read.files[file]?.name ?? '', line)}>
      <pre>
        {numbered(data?.lines ?? [], from).map(([number, text]) => (
          <span key={number} data-here={number === line || undefined}>
            <b>{sayCount(number)}</b> {text}
            {'\n'}
          </span>
        ))}
      </pre>
    </section>
  );
}

const numbered = (lines: readonly string[], from: number): [number: number, text: string][] =>
  lines.map((text, i) => [from + i, text]);
