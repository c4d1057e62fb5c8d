/** Everything that befell a page up to the step on screen, by what it was. Fetched when it is opened. */
import type { Answer, LedgerRow, RunInfo } from '../../engine/index.ts';
import { useFrame } from '../run/session.ts';
import { useAsk } from '../run/useAsk.ts';
import { ledger as words } from '../texts/why.ts';
import { History } from './History.tsx';
import './ledger.css';

const WHAT: readonly LedgerRow['what'][] = ['dirtied', 'sent', 'loaded', 'zapped', 'filled', 'collapsed'];

const byStep = ({ rows }: Answer<'ledger'>): readonly LedgerRow[] =>
  [...rows].sort((a, b) => a.step - b.step);

export default function LedgerPanel({ info, page }: { info: RunInfo; page: number }) {
  const ledger = useAsk('ledger', { run: info.run, page, step: info.steps }, { select: byStep });
  const rows = ledger.data ?? [];
  // The whole run's rows are asked for once; the step decides how many of them are shown.
  const past = useFrame((f) => rows.filter((row) => row.step <= f.step).length, 0);
  if (ledger.error) return <p className="muted">{ledger.error.problem.message}</p>;
  if (!ledger.data) return <p className="muted">{words.looking}</p>;
  if (past === 0) return <p className="muted">{words.none}</p>;
  const seen = rows.slice(0, past);
  return WHAT.map((what) => <Group key={what} what={what} rows={seen.filter((row) => row.what === what)} />);
}

function Group({ what, rows }: { what: LedgerRow['what']; rows: readonly LedgerRow[] }) {
  if (rows.length === 0) return null;
  return (
    <details className="ledger-group" open={rows.length <= 3}>
      <summary>
        {words.what[what]} <b>{words.times(rows.length)}</b>
      </summary>
      <History
        lines={rows}
        say={({ host, words: event, reason }) => [words.on[host], event, reason].filter(Boolean).join(', ')}
        show={({ host, words: event, reason }) => (
          <>
            {event}
            <span className="ledger-cause muted">
              {reason === null ? words.on[host] : words.because(words.on[host], reason)}
            </span>
          </>
        )}
      />
    </details>
  );
}
