/** Everything that befell a page up to the step on screen, by what it was. Fetched when it is opened. */
import { useQuery } from '@tanstack/react-query';
import type { LedgerRow, RunInfo } from '../../engine/index.ts';
import { RunProblem } from '../run/queries.ts';
import { useFrame, useSession } from '../run/session.ts';
import { seek } from '../state/actions.ts';
import { ledger as words } from '../texts/inspector.ts';
import { inWordsOf } from '../ui/cast.ts';
import { sayCount } from '../ui/say.ts';
import './ledger.css';

const WHAT: readonly LedgerRow['what'][] = ['dirtied', 'sent', 'loaded', 'zapped', 'filled', 'collapsed'];

export default function LedgerPanel({ info, page }: { info: RunInfo; page: number }) {
  const ledger = useLedger(info, page);
  const rows = ledger.data ?? [];
  // The whole run's rows are asked for once; the step decides how many of them are shown.
  const past = useFrame((f) => rows.filter((row) => row.step <= f.step).length, 0);
  if (ledger.error) return <p className="muted">{ledger.error.problem.message}</p>;
  if (!ledger.data) return <p className="muted">{words.looking}</p>;
  if (past === 0) return <p className="muted">{words.none}</p>;
  const seen = rows.slice(0, past);
  return WHAT.map((what) => (
    <Group key={what} what={what} rows={seen.filter((row) => row.what === what)} info={info} />
  ));
}

function Group({ what, rows, info }: { what: string; rows: readonly LedgerRow[]; info: RunInfo }) {
  if (rows.length === 0) return null;
  return (
    <details className="ledger-group" open={rows.length <= 3}>
      <summary>
        {what} <b>{sayCount(rows.length)}×</b>
      </summary>
      <ol className="history">
        {rows.map((row, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one step may do two things to a page
          <li key={`${row.step} ${i}`}>
            <button
              type="button"
              onClick={() => seek(row.step)}
              aria-label={words.goTo(row.step, what, row.reason)}
            >
              <span className="history-step">{sayCount(row.step)}</span>
              <span>
                {inWordsOf(info.cast, row.reason)}
                <span className="muted"> · {words.hosts[row.host]}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}

function useLedger(info: RunInfo, page: number) {
  const { engine } = useSession();
  return useQuery<readonly LedgerRow[], RunProblem>({
    queryKey: ['ledger', engine.state.get().generation, info.run, page],
    queryFn: async () => {
      const answer = await engine.ask('ledger', { run: info.run, page, step: info.steps });
      if (!answer.ok) throw new RunProblem(answer.problem);
      return [...answer.value.rows].sort((a, b) => a.step - b.step);
    },
  });
}
