/** All terms, with a search. Fetched when it is opened. */
import { useMemo, useState } from 'react';
import { glossary as words } from '../texts/ui.ts';
import { RuleLinks } from './RuleLinks.tsx';
import { Sheet } from './Sheet.tsx';
import { useTerms } from './terms.ts';
import './glossary.css';

/** `term` is what it shows first; all of it when that is empty. */
export default function GlossarySheet({ term, onClose }: { term: string; onClose: () => void }) {
  const terms = useTerms();
  const [search, setSearch] = useState(term);
  const entries = useMemo(
    () => [...new Set(terms.values())].sort((a, b) => a.term.localeCompare(b.term, 'en')),
    [terms],
  );
  const wanted = search.trim().toLowerCase();
  const shown = entries.filter((e) =>
    [e.term, ...e.also, e.words].some((text) => text.toLowerCase().includes(wanted)),
  );
  return (
    <Sheet title={words.title} open onClose={onClose}>
      <input
        className="input"
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        value={search}
        onChange={(e) => setSearch(e.target.value)}
      />
      <p className="spoken" role="status">
        {words.found(shown.length)}
      </p>
      <dl className="glossary">
        {shown.map((e) => (
          <div key={e.term}>
            <dt>{e.term}</dt>
            <dd>
              {e.words} <RuleLinks ids={e.rule} />
            </dd>
          </div>
        ))}
      </dl>
      {shown.length === 0 && <p className="muted">{words.none}</p>}
    </Sheet>
  );
}
