/** What the reader must know before trusting the picture: problems, a crash, a run that is not the shared one, progress. */
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { RunInfo } from '../../engine/index.ts';
import type { RunProblem } from '../run/queries.ts';
import { useSession, useWatched } from '../run/session.ts';
import { begin, dismiss } from '../state/actions.ts';
import { store, useChosen } from '../state/store.ts';
import { views } from '../state/undo.ts';
import { notices as words } from '../texts/shell.ts';
import { Button } from '../ui/Button.tsx';
import { createCell } from '../ui/cell.ts';
import { Banner, ProblemBanner, Reload } from '../ui/Problem.tsx';
import { part } from '../ui/part.tsx';

const FileDrift = part(() => import('./FileDrift.tsx'), { missing: () => null });
const Drift = part(() => import('./Drift.tsx'), { missing: () => null });
const Making = part(() => import('./Making.tsx'), { missing: () => null });
const LinkProblems = part(() => import('./LinkProblems.tsx'));
const Stopped = part(() => import('./Stopped.tsx'));

export function Notices({
  query,
  info,
}: {
  query: UseQueryResult<RunInfo, RunProblem>;
  info: RunInfo | null;
}) {
  const { engine } = useSession();
  const { crash, generation } = useWatched(engine.state);
  const waits = useLong(query.isFetching);
  const linked = useChosen((s) => s.shared?.digest ?? null);
  /** What was asked for stopped the engine again: back to what was shown with something else. */
  const leave = () => {
    const { choice } = store.getState();
    while (store.getState().choice === choice && views.undo());
    if (store.getState().choice === choice) begin();
    engine.restart();
  };
  return (
    <section className="notices" aria-label={words.notices}>
      {crash && (
        <ProblemBanner problem={crash}>
          <Button label={words.restart} onClick={() => engine.restart()} />
          {generation > 0 && !query.data && <Button label={words.back} onClick={leave} />}
        </ProblemBanner>
      )}
      {!crash && query.error && (
        <ProblemBanner
          problem={query.error.problem}
          {...(query.error.problem.code === 'invalid' ? { advice: WHOLE_INPUT } : {})}
        >
          {query.error.problem.code === 'cancelled' && <RunAgain query={query} />}
          <BackFromFile />
        </ProblemBanner>
      )}
      <Problems />
      <Newer />
      {info && !info.making && linked !== null && linked !== info.digest && <Drift info={info} />}
      {info?.opened && <FileDrift key={info.run} info={info} />}
      {query.fetchStatus === 'idle' && !query.data && !query.error && !crash && (
        <Banner tone="info" role="status">
          <p>{words.cancelled}</p>
          <RunAgain query={query} />
        </Banner>
      )}
      {waits && !crash && !query.data?.making && <Making />}
      {!query.isFetching && info?.stopped && <Stopped info={info} onGoOn={() => void query.refetch()} />}
    </section>
  );
}

/** Whether it has been `so` for long: a short run is over before anybody wonders. */
function useLong(so: boolean): boolean {
  const [long, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (!so) return;
    const timer = setTimeout(() => setLong(true), 300);
    return () => clearTimeout(timer);
  }, [so]);
  return long && so;
}

/** What loads the newer build that is there; null while there is none. */
export const newer = createCell<(() => void) | null>(null);

function Newer() {
  const reload = useWatched(newer);
  return (
    reload && (
      <Banner tone="info" role="status" onDismiss={() => newer.set(null)}>
        <p>{words.newer}</p>
        <Reload onReload={reload} />
      </Banner>
    )
  );
}

function Problems() {
  const problems = useChosen((s) => s.problems);
  const [first] = problems;
  if (!first) return null;
  // That of a knob has a dot in its name.
  if (problems.length > 1 || first.where.includes('.')) return <LinkProblems />;
  return <ProblemBanner problem={first} onDismiss={() => dismiss(first)} />;
}

const WHOLE_INPUT = words.wholeInput;

/** A file that is refused leaves the screen as it was; this leaves the file. */
function BackFromFile() {
  const isFile = useChosen((s) => s.choice.kind === 'file' || s.choice.kind === 'timeline');
  return isFile && <Button label={words.back} onClick={() => views.undo()} />;
}

function RunAgain({ query }: { query: UseQueryResult<RunInfo, RunProblem> }) {
  return <Button label={words.runAgain} onClick={() => void query.refetch()} />;
}
