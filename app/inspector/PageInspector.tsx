/** What is under the cursor, or selected: one page on both hosts, and what happened to it. */
import { useState, useSyncExternalStore } from 'react';
import type { Inspection, PageSide } from '../../engine/index.ts';
import { sayCount, sayPage } from '../lib/say.ts';
import { useSession } from '../run/session.ts';
import { seek } from '../state/actions.ts';
import { store, useChosen } from '../state/store.ts';
import { Facts, Section } from '../ui/Section.tsx';
import { Ledger } from './Ledger.tsx';

export function PageInspector() {
  const { frames } = useSession();
  const [ledger, setLedger] = useState(false);
  const looked = useChosen((s) => (s.hover ?? s.page) !== null);
  const selected = useChosen((s) => s.page);
  const recorded = useChosen((s) => s.choice.kind !== 'preset');
  const seen = useSyncExternalStore(frames.subscribe, () => frames.get()?.inspect ?? null);
  if (!looked || !seen)
    return (
      <Section title="Page">
        <p className="muted empty">
          Point at a page to see its state on both hosts; click to keep it, and its history, here.
        </p>
      </Section>
    );
  return (
    <Section
      title={
        <>
          Page <code>{sayPage(seen.page)}</code>
        </>
      }
      folded={false}
    >
      <Facts rows={recorded ? destinationRows(seen) : rowsOf(seen)} />
      <p className="next-touch">
        <span className="muted">Next touch</span> {seen.next}
      </p>
      <h3>History of this page</h3>
      <History seen={seen} />
      {selected === seen.page && <Ledger page={selected} open={ledger} onToggle={setLedger} />}
      {selected !== null && (
        <button
          type="button"
          className="button text"
          onClick={() => store.setState({ page: null, hover: null })}
        >
          Let go of page {sayPage(selected)}
        </button>
      )}
    </Section>
  );
}

function rowsOf({ page, src, dst }: Inspection): (readonly [string, string, string?])[] {
  const behind = dst.version < src.version;
  return [
    ['Region', `${page >> 9} · offset ${page & 511}`],
    ['Source version', `v${src.version}`],
    ['Destination', `v${dst.version}${behind ? ', behind' : ''}`, behind ? 'warn' : ''],
    ['PMD', both(src, dst, (s) => s.pmd)],
    ['Bits, source', src.bits.join(' ') || 'none'],
    ['Bits, destination', dst.bits.join(' ') || 'none'],
    ['Folio pieces', both(src, dst, sayPieces)],
    ['EPT', both(src, dst, (s) => s.ept)],
  ];
}

/** A recording says nothing of the source's pages. */
function destinationRows({ page, dst }: Inspection): (readonly [string, string])[] {
  return [
    ['Region', `${page >> 9} · offset ${page & 511}`],
    ['PMD', dst.pmd],
    ['Bits', dst.bits.join(' ') || 'none'],
    ['Folio pieces', sayPieces(dst)],
    ['Placed', dst.version > 0 ? `v${dst.version}` : 'not yet'],
  ];
}

const sayPieces = ({ pieces }: PageSide): string => (pieces > 0 ? `${pieces}/512` : 'none');

/** `source → destination`, or once when both say the same. */
function both(src: PageSide, dst: PageSide, say: (side: PageSide) => string): string {
  return say(src) === say(dst) ? say(src) : `${say(src)} → ${say(dst)}`;
}

function History({ seen }: { seen: Inspection }) {
  if (seen.history.length === 0) return <p className="muted empty">Nothing has touched it yet.</p>;
  return (
    <ol className="history">
      {[...seen.history].reverse().map((line) => (
        <li key={line.step}>
          <button
            type="button"
            onClick={() => seek(line.step)}
            aria-label={`Go to step ${line.step}: ${line.words}`}
          >
            <span className="history-step">{sayCount(line.step)}</span>
            <span>{line.words}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
