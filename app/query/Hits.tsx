/** What a query found, as a list of any length of which only the lines in view exist. Up and down choose a line, Enter and a
 *  click go to its step. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { type Hit, type RunInfo, sayTime } from '../../engine/index.ts';
import { useAsk } from '../run/useAsk.ts';
import { seek } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { query as texts } from '../texts/query.ts';
import { sayCount } from '../ui/say.ts';
import { firstAt, ROW, roomOf, topOf, VIEW } from './window.ts';

interface Props {
  readonly info: RunInfo;
  readonly query: string;
  readonly total: number;
  /** How many lines lie before the step: the list begins there. */
  readonly at: number;
}

/** Lines asked for at once. */
const PART = 100;

export function Hits({ info, query, total, at }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const [chosen, setChosen] = useState(Math.max(0, at - 1));
  const [first, setFirst] = useState(0);
  // Two parts of the list, so that any view that begins in the first is whole.
  const part = Math.floor(first / PART);
  const here = useHits(info, query, part);
  const next = useHits(info, query, part + 1);

  const show = (line: number) => {
    const el = box.current;
    if (!el) return;
    const shown = firstAt(el.scrollTop, total);
    if (line < shown) el.scrollTop = topOf(line, total);
    else if (line > shown + VIEW - 1) el.scrollTop = topOf(line - VIEW + 1, total);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, where the list begins.
  useEffect(() => show(chosen), []);

  const hitAt = (line: number): Hit | undefined => {
    const of = Math.floor(line / PART) - part;
    return (of === 0 ? here : of === 1 ? next : null)?.data?.[line % PART];
  };
  const choose = (line: number) => {
    const next = Math.max(0, Math.min(total - 1, line));
    setChosen(next);
    show(next);
  };
  const keys = (e: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1, PageUp: -VIEW, PageDown: VIEW, Home: -total, End: total }[e.key];
    if (by !== undefined) choose(chosen + by);
    else if (e.key === 'Enter') go(hitAt(chosen));
    else return;
    e.preventDefault();
  };
  if (here.error) return <p className="muted">{here.error.problem.message}</p>;
  const lines = Array.from({ length: Math.min(VIEW + 1, total - first) }, (_, i) => first + i);
  const isSeen = chosen >= first && chosen < first + lines.length;
  return (
    <div
      ref={box}
      className="query-hits"
      role="listbox"
      tabIndex={0}
      aria-label={texts.found}
      aria-activedescendant={isSeen ? `${id}${chosen}` : undefined}
      style={{ height: Math.min(total, VIEW) * ROW }}
      onScroll={(e) => setFirst(firstAt(e.currentTarget.scrollTop, total))}
      onKeyDown={keys}
    >
      <div role="presentation" style={{ height: roomOf(total) }}>
        <div role="presentation" className="query-window">
          {lines.map((line) => (
            <Line
              key={line}
              id={`${id}${line}`}
              hit={hitAt(line)}
              line={line}
              total={total}
              chosen={line === chosen}
              onPick={() => {
                setChosen(line);
                go(hitAt(line));
              }}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

const go = (hit: Hit | undefined) => hit && seek(hit.step);

interface LineProps {
  readonly id: string;
  /** Undefined while the worker is asked. */
  readonly hit: Hit | undefined;
  readonly line: number;
  readonly total: number;
  readonly chosen: boolean;
  readonly onPick: () => void;
}

function Line({ id, hit, line, total, chosen, onPick }: LineProps) {
  const words = hit?.words ?? '…';
  const about = useChosen(
    (s) => s.page !== null && hit !== undefined && hit.page <= s.page && s.page < hit.page + hit.pages,
  );
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: chosen by aria-activedescendant
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      aria-setsize={total}
      aria-posinset={line + 1}
      className="query-hit"
      data-about={about || undefined}
      style={{ height: ROW }}
      title={hit && `${sayTime(hit.timeNs)} · ${hit.name}\n${words}`}
      onClick={onPick}
    >
      <span className="history-step">{hit ? sayCount(hit.step) : ''}</span>
      <span className="query-words">{words}</span>
    </div>
  );
}

function useHits({ run }: RunInfo, text: string, part: number) {
  return useAsk(
    'hits',
    { run, text, offset: part * PART, count: PART },
    { gcTime: 10_000, select: (answer) => answer.hits },
  );
}
