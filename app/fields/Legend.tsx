/** What the colours of a field mean in a lens, how many pages have each, and the filter: pressed classes stay, others fade. */
import { useMemo } from 'react';
import { CELL_CLASSES, classLabel, type Lens, legend, type Subject } from '../../engine/index.ts';
import type { Frames } from '../run/frames.ts';
import { useFrameOf } from '../run/session.ts';
import { pointAt, togglePicked } from '../state/actions.ts';
import { useLit } from '../state/emphasis.ts';
import { fields as words } from '../texts/fields.ts';
import { sayCount } from '../ui/say.ts';
import { type Colours, classesOf, contrast, PATTERNS } from './palette.ts';

/** A colour this near to the background gets an outline. */
const FAINT = 1.5;

interface Props {
  readonly frames: Frames;
  readonly lens: Lens;
  readonly host: 0 | 1;
  /** Whose classes are listed: not always the host's own. */
  readonly like: 0 | 1;
  readonly cast: Subject;
  /** Undimmed. */
  readonly colours: Colours;
  readonly picked: readonly string[];
}

export function Legend({ frames, lens, host, like, cast, colours, picked }: Props) {
  return (
    <ul className="legend" aria-label={words.legend}>
      {legend(lens, like).map((c) => (
        <Entry key={c} c={c} host={host} cast={cast} frames={frames} colours={colours} picked={picked} />
      ))}
    </ul>
  );
}

type EntryProps = Omit<Props, 'lens' | 'like'> & { readonly c: number };

/** One class. While the pointer or the focus is on it, its cells are lit. */
function Entry({ c, frames, host, cast, colours, picked }: EntryProps) {
  const { id } = CELL_CLASSES[c]!;
  const target = `legend:${id}`;
  const lit = useLit(target, host);
  const fill = colours.classes[c]!;
  const shown = picked.length === 0 || picked.includes(id);
  return (
    <li>
      <button
        type="button"
        aria-pressed={picked.includes(id)}
        className={`${shown ? '' : 'off'} ${lit ? 'lit' : ''}`}
        onClick={() => togglePicked(id)}
        onPointerEnter={() => pointAt(target)}
        onPointerLeave={() => pointAt(null)}
        onFocus={() => pointAt(target)}
        onBlur={() => pointAt(null)}
      >
        <svg viewBox="0 0 10 10" aria-hidden="true">
          <rect
            width="10"
            height="10"
            rx="2"
            fill={fill}
            className={contrast(fill, colours.background) < FAINT ? 'outlined' : ''}
          />
          {PATTERNS[c] && <path d={patternPath(PATTERNS[c])} fill={colours.background} />}
        </svg>
        {classLabel(c, cast)}
        <Count id={id} host={host} frames={frames} />
      </button>
    </li>
  );
}

/** Pages of a legend entry: its text alone changes while a run plays. */
function Count({ id, host, frames }: { id: string; host: 0 | 1; frames: Frames }) {
  const classes = useMemo(() => [...classesOf([id])], [id]);
  const n = useFrameOf(frames, (f) => classes.reduce((sum, c) => sum + (f.counts[host][c] ?? 0), 0), 0);
  return (
    <span className="legend-count">
      <span aria-hidden="true">{sayCount(n)}</span>
      <span className="spoken">{words.pages(String(n))}</span>
    </span>
  );
}

/** The same bits that the cells show. */
function patternPath(rows: readonly number[]): string {
  const size = 10 / rows.length;
  return rows
    .flatMap((bits, y) =>
      rows.map((_, x) => ((bits >> x) & 1 ? `M${x * size} ${y * size}h${size}v${size}h${-size}z` : '')),
    )
    .join('');
}
