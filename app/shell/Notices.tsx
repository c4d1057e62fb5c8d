/** What the reader must know before trusting the picture: problems, a crash, a run that is not the shared one, progress. */
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type RunInfo, SEMANTICS } from '../../engine/index.ts';
import { progress, type RunProblem } from '../run/queries.ts';
import { useSession, useWatched } from '../run/session.ts';
import { arriveHere, dismiss, dismissShared, seek } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { views } from '../state/undo.ts';
import { notices as words } from '../texts/shell.ts';
import { Banner, ProblemBanner } from '../ui/Problem.tsx';
import { sayCount } from '../ui/say.ts';

export function Notices({
  query,
  info,
}: {
  query: UseQueryResult<RunInfo, RunProblem>;
  info: RunInfo | null;
}) {
  const { engine } = useSession();
  const { crash } = useWatched(engine.state);
  const problems = useChosen((s) => s.problems);
  const restart = () => {
    arriveHere();
    engine.restart();
  };
  return (
    <div className="notices">
      {crash && (
        <ProblemBanner problem={crash}>
          <button type="button" className="button" onClick={restart}>
            {words.restart}
          </button>
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
      {problems.map((p) => (
        <ProblemBanner key={p.message} problem={p} onDismiss={() => dismiss(p)} />
      ))}
      <Drift info={info} />
      {query.fetchStatus === 'idle' && !query.data && !query.error && !crash && (
        <Banner tone="info" role="status">
          <p>{words.cancelled}</p>
          <RunAgain query={query} />
        </Banner>
      )}
      {query.isFetching && !crash && <Progress />}
    </div>
  );
}

const WHOLE_INPUT = words.wholeInput;

/** A file that is refused leaves the screen as it was; this leaves the file. */
function BackFromFile() {
  const isFile = useChosen((s) => s.choice.kind === 'file' || s.choice.kind === 'timeline');
  return (
    isFile && (
      <button type="button" className="button" onClick={() => views.undo()}>
        {words.back}
      </button>
    )
  );
}

function RunAgain({ query }: { query: UseQueryResult<RunInfo, RunProblem> }) {
  return (
    <button type="button" className="button" onClick={() => void query.refetch()}>
      {words.runAgain}
    </button>
  );
}

/** A link's digest names the run it was made from; another digest is another run, and that is said. */
function Drift({ info }: { info: RunInfo | null }) {
  const shared = useChosen((s) => s.shared);
  if (!info || !shared?.digest || shared.digest === info.digest) return null;
  const older = shared.semantics !== null && shared.semantics !== SEMANTICS;
  return (
    <Banner tone="warn" role="status" onDismiss={dismissShared}>
      <p className="banner-message" data-code="drift">
        {words.differs} <code>{info.digest}</code>
        {words.linked} <code>{shared.digest}</code>.
      </p>
      <p className="muted">
        {older ? words.older(shared.semantics, SEMANTICS) : words.changed}
        {words.stepsMayDiffer}
      </p>
      {shared.checkpoints && <Parting info={info} shared={shared.checkpoints} />}
    </Banner>
  );
}

/** Where this engine parts from the one that the link was made with. */
function Parting({ info, shared }: { info: RunInfo; shared: { steps: number; letters: string } }) {
  const { engine } = useSession();
  const { data } = useQuery({
    queryKey: ['parting', engine.state.get().generation, info.run, shared],
    queryFn: async () => {
      const answer = await engine.ask('divergence', {
        run: info.run,
        steps: shared.steps,
        checkpoints: shared.letters,
      });
      return answer.ok ? answer.value.part : null;
    },
  });
  if (!data) return null;
  return (
    <p>
      {words.parting}{' '}
      <button type="button" className="button text" onClick={() => seek(data.from)}>
        {words.between(sayCount(data.from), sayCount(data.to))}
      </button>
    </p>
  );
}

/** Shown only for runs that take a while: a short one is over before it fades in. */
function Progress() {
  const { queries } = useSession();
  const part = useWatched(progress);
  return (
    <div className="progress">
      <progress max={1} value={part} aria-label={words.progress} />
      <span>
        {words.running} {Math.round(part * 100)} %
      </span>
      <button
        type="button"
        className="button text"
        onClick={() => void queries.cancelQueries({ queryKey: ['run'] })}
      >
        {words.cancel}
      </button>
    </div>
  );
}
