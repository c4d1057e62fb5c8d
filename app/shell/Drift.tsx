/** Says that the run on screen is another one than what a link or a file claims. Fetched when that is so. */
import { type RunInfo, SEMANTICS } from '../../engine/index.ts';
import { useAsk } from '../run/useAsk.ts';
import { dismissShared, seek } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { drift as words } from '../texts/drift.ts';
import { Button } from '../ui/Button.tsx';
import { Marked } from '../ui/Marked.tsx';
import { Banner } from '../ui/Problem.tsx';
import { sayCount } from '../ui/say.ts';

/** A link's digest names the run it was made from; another digest is another run, and that is said. */
export default function Drift({ info }: { info: RunInfo }) {
  const shared = useChosen((s) => s.shared);
  if (!shared?.digest) return null;
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
