/** What the step on screen did: in words, with who did it, the system call as strace prints it, and the kernel function. At the end
 *  of a run, how it ended. The room is the same at every step, so that nothing around it moves. */
import { actorLabel, type Frame, isHostNamed, type RunInfo, type Subject } from '../../engine/index.ts';
import { useFrame } from '../run/session.ts';
import { useChosen } from '../state/store.ts';
import { sentence as texts } from '../texts/shell.ts';
import { part } from '../ui/part.tsx';
import { closingOf } from './closing.ts';

const StoppedWords = part(() => import('./StoppedWords.tsx'));

export function Sentence({ info }: { info: RunInfo | null }) {
  const playing = useChosen((s) => s.playing);
  return (
    <section className="sentence" aria-label={texts.step} aria-live={playing ? 'off' : 'polite'}>
      <p className="sentence-source">
        <Actor cast={info?.cast ?? 'qemu'} />
        <Call />
      </p>
      <Words info={info} />
    </section>
  );
}

function Words({ info }: { info: RunInfo | null }) {
  const words = useFrame((f) => (f.step === 0 ? texts.nothingYet : f.event.words), '');
  const over = useFrame((f) => f.step === info?.steps, false);
  const closing = useFrame(
    (f) => (info && f.step === info.steps && !info.making && !info.stopped ? closingOf(info, f) : null),
    null,
  );
  if (over && info?.stopped)
    return (
      <p className="words closing warn">
        <StoppedWords info={info} />
      </p>
    );
  if (!closing) return <p className="words">{words}</p>;
  return <p className={`words closing ${closing.tone}`}>{closing.text}</p>;
}

function Actor({ cast }: { cast: Subject }) {
  const actor = useFrame((f) => (f.step === 0 ? '' : sayActor(f, cast)), '');
  return <span className="sentence-actor">{actor}</span>;
}

/** `khugepaged, destination`; the other actors' names say their host. */
function sayActor({ event }: Frame, cast: Subject): string {
  const name = actorLabel(event.actor, cast);
  if (cast === 'script') return event.host === 0 ? texts.child(name) : name;
  if (isHostNamed(event.actor, cast)) return name;
  return event.host === 0 ? texts.atSource(name) : texts.atDestination(name);
}

function Call() {
  const call = useFrame((f) => f.event.call, '');
  const fn = useFrame((f) => (f.step === 0 ? '' : f.event.fn), '');
  return (
    <>
      {call !== '' && <code className="call">{call}</code>}
      {fn !== '' && (
        <code className="fn" title={texts.fn}>
          {fn}
        </code>
      )}
    </>
  );
}
