/** What the colours of a field mean in a lens, how many pages have each, and the filter: pressed classes stay, others fade. */
import type { CSSProperties } from 'react';
import {
  CELL_CLASSES,
  classLabel,
  type Frame,
  type Lens,
  legend,
  ownerOf,
  type RunInfo,
  type Subject,
} from '../../engine/index.ts';
import type { Frames } from '../run/frames.ts';
import { useFrameOf } from '../run/session.ts';
import { pointAt, togglePicked } from '../state/actions.ts';
import { useLit } from '../state/emphasis.ts';
import { fields as words } from '../texts/fields.ts';
import { sayCount } from '../ui/say.ts';
import { PATTERN } from './axes.ts';
import { type Colours, classesOf, isFaint } from './palette.ts';

interface Props {
  readonly frames: Frames;
  readonly lens: Lens;
  readonly info: RunInfo;
  /** Whose memory it is, where two legends stand one below the other. */
  readonly title: string;
  readonly host: 0 | 1;
  /** Undimmed. */
  readonly colours: Colours;
  readonly picked: readonly string[];
}

/** The classes that the run has, in a room of one height: the picture above stays where it is. */
export function Legend({ frames, lens, info, title, host, colours, picked }: Props) {
  return (
    <ul
      className="legend"
      data-title={title}
      aria-label={words.legend}
      style={{ '--digits': `${sayCount(info.pages).length}ch` } as CSSProperties}
    >
      {useSeen(frames, info, lens, host).map((c) => (
        <Entry key={c} c={c} host={host} cast={info.cast} frames={frames} colours={colours} picked={picked} />
      ))}
    </ul>
  );
}

/** Classes of the run, and of this frame: none that is painted is missing. */
function useSeen(frames: Frames, info: RunInfo, lens: Lens, host: 0 | 1): readonly number[] {
  const known = info.classes[lens][host];
  const here = useFrameOf(
    frames,
    (f) => legend(lens, host).filter((c) => !known.includes(c) && countOf(f, host, CELL_CLASSES[c]!.id) > 0),
    NONE,
  );
  return here.length === 0 ? known : legend(lens, host).filter((c) => known.includes(c) || here.includes(c));
}
const NONE: readonly number[] = [];

type EntryProps = Omit<Props, 'lens' | 'info' | 'title'> & { readonly c: number; readonly cast: Subject };

/** One class. While the pointer or the focus is on it, its cells are lit. */
function Entry({ c, frames, host, cast, colours, picked }: EntryProps) {
  const { id } = CELL_CLASSES[c]!;
  const target = `legend:${id}`;
  const lit = useLit(target, host);
  const fill = colours.classes[c]!;
  const pattern = colours.patterns[c];
  const shown = picked.length === 0 || picked.includes(id);
  const none = useFrameOf(frames, (f) => countOf(f, host, id) === 0, false);
  return (
    <li>
      <button
        type="button"
        aria-pressed={picked.includes(id)}
        title={(ownerOf(cast) === 'process' ? words.processHints : words.hints)[id]}
        className={`${shown ? '' : 'off'} ${none ? 'none' : ''} ${lit ? 'lit' : ''}`}
        onClick={() => togglePicked(id)}
        onPointerEnter={() => pointAt(target)}
        onPointerLeave={() => pointAt(null)}
        onFocus={() => pointAt(target)}
        onBlur={() => pointAt(null)}
      >
        <svg viewBox="0 0 10 10" aria-hidden="true">
          <rect width="10" height="10" rx="2" fill={fill} className={isFaint(colours, c) ? 'outlined' : ''} />
          {pattern && <path d={patternPath(pattern.slice(0, PATTERN))} fill={colours.background} />}
        </svg>
        {classLabel(c, cast)}
        <Count id={id} host={host} frames={frames} />
      </button>
    </li>
  );
}

/** Pages of a legend entry: its text alone changes while a run plays. */
function Count({ id, host, frames }: { id: string; host: 0 | 1; frames: Frames }) {
  const n = useFrameOf(frames, (f) => countOf(f, host, id), 0);
  return (
    <span className="legend-count">
      <span aria-hidden="true">{sayCount(n)}</span>
      <span className="spoken">{words.pages(String(n))}</span>
    </span>
  );
}

/** Pages of the guest that go with a legend entry. */
function countOf({ counts }: Frame, host: 0 | 1, id: string): number {
  let n = 0;
  for (const c of classesOf([id])) n += counts[host][c] ?? 0;
  return n;
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
