/** What the reader must know before trusting the picture: problems, a crash, a run that is not the shared one, progress. */
import type { UseQueryResult } from '@tanstack/react-query';
import { type RunInfo, SEMANTICS } from '../../engine/index.ts';
import type { RunProblem } from '../run/queries.ts';
import { useSession, useWatched } from '../run/session.ts';
import { useAsk } from '../run/useAsk.ts';
import { begin, dismiss, dismissShared, seek } from '../state/actions.ts';
import { store, useChosen } from '../state/store.ts';
import { views } from '../state/undo.ts';
import { notices as words } from '../texts/shell.ts';
import { Button } from '../ui/Button.tsx';
import { Marked } from '../ui/Marked.tsx';
import { Banner, ProblemBanner } from '../ui/Problem.tsx';
import { part } from '../ui/part.tsx';
import { sayCount } from '../ui/say.ts';

const Making = part(() => import('./Making.tsx'));
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
      <Drift info={info} />
      {query.fetchStatus === 'idle' && !query.data && !query.error && !crash && (
        <Banner tone="info" role="status">
          <p>{words.cancelled}</p>
          <RunAgain query={query} />
        </Banner>
      )}
      {query.isFetching && !crash && <Making stops={query.data !== undefined} />}
      {!query.isFetching && info?.stopped && <Stopped info={info} onGoOn={() => void query.refetch()} />}
    </section>
  );
}

/** Several problems, as of a link with bad fields, are one notice. */
function Problems() {
  const problems = useChosen((s) => s.problems);
  const [first] = problems;
  if (!first) return null;
  if (problems.length === 1) return <ProblemBanner problem={first} onDismiss={() => dismiss(first)} />;
  return (
    <Banner tone="warn" role="alert" onDismiss={() => problems.forEach(dismiss)}>
      <p className="banner-message">{words.several(problems.length)}</p>
      <ul className="banner-list">
        {problems.map((p) => (
          <li key={p.message} data-code={p.code}>
            {p.message}
          </li>
        ))}
      </ul>
    </Banner>
  );
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

/** A link's digest names the run it was made from; another digest is another run, and that is said. */
function Drift({ info }: { info: RunInfo | null }) {
  const shared = useChosen((s) => s.shared);
  if (!info || info.making || !shared?.digest || shared.digest === info.digest) return null;
  const older = shared.semantics !== null && shared.semantics !== SEMANTICS;
  return (
    <Banner tone="warn" role="status" onDismiss={dismissShared}>
      <p className="banner-message" data-code="drift">
        <Marked text={words.differs(info.digest, shared.digest)} />
      </p>
      <p className="muted">{older ? words.older(shared.semantics, SEMANTICS) : words.changed}</p>
      {shared.checkpoints && <Divergence info={info} shared={shared.checkpoints} />}
    </Banner>
  );
}

/** Where this engine's log diverges from that of the engine that the link was made with. */
function Divergence({ info, shared }: { info: RunInfo; shared: { steps: number; letters: string } }) {
  const { run } = info;
  const { steps, letters } = shared;
  const at = useAsk('divergence', { run, steps, checkpoints: letters }).data?.part;
  if (!at) return null;
  return (
    <p>
      <Button
        look="text"
        label={words.divergence(sayCount(at.from), sayCount(at.to))}
        onClick={() => seek(at.from)}
      />
    </p>
  );
}
