/** The box of the query: a combobox whose list is what may stand at the cursor. Enter runs the query, or takes the chosen
 *  word; what is wrong is shown under its place. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Completion, QueryProblem, RunInfo } from '../../engine/index.ts';
import { useSession } from '../run/session.ts';
import { runQuery } from '../state/actions.ts';
import { query as words } from '../texts/query.ts';
import { closeQuery, QUERY_INPUT } from './open.ts';

interface Props {
  readonly info: RunInfo;
  /** The query that was run. */
  readonly query: string;
  readonly problem: QueryProblem | null;
}

export function QueryBox({ info, query, problem }: Props) {
  const [text, setText] = useState(query);
  const input = useRef<HTMLInputElement>(null);
  const { offers, chosen, choose, complete, close } = useOffers(info);
  const id = useId();
  useEffect(() => input.current?.focus(), []);
  useEffect(() => setText(query), [query]);

  const take = ({ from, to, insert }: Completion) => {
    const next = text.slice(0, from) + insert + text.slice(to);
    const cursor = from + insert.length;
    setText(next);
    close();
    // The field shows the new text with the next render; the cursor goes behind the word.
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(cursor, cursor);
      if (insert.endsWith('=')) void complete(next, cursor);
    });
  };
  const keys = (e: KeyboardEvent<HTMLInputElement>) => {
    const many = offers.length;
    const offer = offers[chosen];
    if (e.key === 'ArrowDown' && many > 0) choose((chosen + 1) % many);
    else if (e.key === 'ArrowDown') void complete(text, cursorIn(e.currentTarget));
    else if (e.key === 'ArrowUp' && many > 0) choose((chosen <= 0 ? many : chosen) - 1);
    else if ((e.key === 'Enter' || e.key === 'Tab') && offer) take(offer);
    else if (e.key === 'Enter') {
      close();
      runQuery(text.trim());
    } else if (e.key === 'Escape' && many > 0) close();
    else if (e.key === 'Escape') closeQuery();
    else return;
    e.preventDefault();
  };
  // What is wrong is wrong with the query that was run.
  const wrong = problem && text.trim() === query ? problem : null;
  return (
    <div className="query-box">
      <input
        ref={input}
        id={QUERY_INPUT}
        className="input"
        role="combobox"
        aria-label={words.box}
        aria-autocomplete="list"
        aria-expanded={offers.length > 0}
        aria-controls={`${id}l`}
        aria-activedescendant={chosen >= 0 ? `${id}${chosen}` : undefined}
        aria-invalid={wrong !== null || undefined}
        aria-describedby={wrong ? `${id}e` : undefined}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={text}
        onChange={(e) => {
          setText(e.target.value);
          void complete(e.target.value, cursorIn(e.target));
        }}
        onKeyDown={keys}
        onBlur={close}
      />
      <Offers id={id} offers={offers} chosen={chosen} onTake={take} />
      {wrong && <Wrong id={`${id}e`} query={query} problem={wrong} />}
    </div>
  );
}

const cursorIn = (field: HTMLInputElement): number => field.selectionStart ?? field.value.length;

/** What may stand at the cursor, and which of it is chosen (-1 for none). */
function useOffers({ run }: RunInfo) {
  const { engine } = useSession();
  const [offers, setOffers] = useState<readonly Completion[]>([]);
  const [chosen, choose] = useState(-1);
  const newest = useRef(0);
  const show = (next: readonly Completion[]) => {
    setOffers(next);
    choose(-1);
  };
  return {
    offers,
    chosen,
    choose,
    async complete(text: string, cursor: number) {
      const asked = ++newest.current;
      const answer = await engine.ask('complete', { run, text, cursor });
      if (asked === newest.current) show(answer.ok ? answer.value.offers : []);
    },
    close() {
      newest.current++;
      show([]);
    },
  };
}

/** What is wrong with a query, under its place. */
function Wrong({ id, query, problem }: { id: string; query: string; problem: QueryProblem }) {
  const { from, to, message } = problem;
  return (
    <div className="field-error" id={id} role="alert">
      <code className="query-place" aria-hidden="true">
        {query.slice(0, from)}
        <mark>{query.slice(from, to) || ' '}</mark>
        {query.slice(to)}
      </code>
      {message}
    </div>
  );
}

interface OffersProps {
  readonly id: string;
  readonly offers: readonly Completion[];
  readonly chosen: number;
  readonly onTake: (offer: Completion) => void;
}

function Offers({ id, offers, chosen, onTake }: OffersProps) {
  return (
    <div
      className="query-offers"
      role="listbox"
      id={`${id}l`}
      aria-label={words.completions}
      hidden={offers.length === 0}
    >
      {offers.map((offer, i) => (
        <Offer
          key={offer.label}
          id={`${id}${i}`}
          offer={offer}
          chosen={i === chosen}
          onTake={() => onTake(offer)}
        />
      ))}
    </div>
  );
}

interface OfferProps {
  readonly id: string;
  readonly offer: Completion;
  readonly chosen: boolean;
  readonly onTake: () => void;
}

function Offer({ id, offer, chosen, onTake }: OfferProps) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) line.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    // The focus stays in the box, which has the keys of this list.
    // biome-ignore lint/a11y/useFocusableInteractive: chosen by aria-activedescendant
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box has the keys
    <div
      ref={line}
      id={id}
      role="option"
      aria-selected={chosen}
      className="query-offer"
      onPointerDown={(e) => e.preventDefault()}
      onClick={onTake}
    >
      <code>{offer.label}</code>
      <span className="muted">{offer.detail}</span>
    </div>
  );
}
