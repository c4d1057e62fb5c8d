/** Moving through the run: buttons, speed, phases, and in words what the step on screen did. */
import { actorLabel, type Cast, type Frame, type RunInfo, sayTime } from '../../engine/index.ts';
import { sayCount } from '../lib/say.ts';
import { runToBreak } from '../run/breaks.ts';
import { phaseAt, phaseStep } from '../run/phases.ts';
import { SPEEDS } from '../run/player.ts';
import { useFrame, useSession } from '../run/session.ts';
import { seek, setSpeed } from '../state/actions.ts';
import { store, useChosen } from '../state/store.ts';
import { words } from '../texts/branches.ts';
import { Choice } from '../ui/Choice.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { togglePlay } from './play.ts';
import { StepMenu } from './StepMenu.tsx';

export function Transport({ info }: { info: RunInfo | null }) {
  const playing = useChosen((s) => s.playing);
  const speed = useChosen((s) => s.speed);
  const shown = useFrame((f) => f.step, -1);
  const by = (n: number) => seek(Math.min(store.getState().step + n, info?.steps ?? 0));
  return (
    <section
      className="transport"
      aria-label="Playback"
      data-step={shown}
      data-steps={info?.steps}
      data-playing={playing}
    >
      <div className="transport-buttons">
        <IconButton
          icon="previous"
          label="Previous phase"
          onPress={() => info && seek(phaseStep(info, store.getState().step, true))}
        />
        <IconButton icon="back" label="Step back" onPress={() => by(-1)} />
        <IconButton
          icon={playing ? 'pause' : 'play'}
          label={playing ? 'Pause' : 'Play'}
          primary
          onPress={() => togglePlay(info)}
        />
        <IconButton icon="forward" label="Step forward" onPress={() => by(1)} />
        <IconButton
          icon="next"
          label="Next phase"
          onPress={() => info && seek(phaseStep(info, store.getState().step, false))}
        />
        <BreakButtons info={info} />
        <IconButton
          icon="branch"
          label={words.here}
          onPress={() => store.setState({ branching: true, playing: false })}
        />
      </div>
      <StepMenu info={info} />
      <Choice label="Speed" labelled="hidden" value={speed} options={SPEEDS} onChange={setSpeed} />
      <PhaseJump info={info} />
      <Position info={info} />
      <div className="now" aria-live={playing ? 'off' : 'polite'}>
        <Call />
        <Words />
      </div>
    </section>
  );
}

/** Shown when there is a break to run to. */
function BreakButtons({ info }: { info: RunInfo | null }) {
  const { engine } = useSession();
  const any = useChosen((s) => s.breaks.length > 0);
  if (!any) return null;
  const go = (back: boolean) => info && void runToBreak(engine, info, back);
  return (
    <>
      <IconButton icon="breakBack" label="Run to previous break" onPress={() => go(true)} />
      <IconButton icon="breakNext" label="Run to next break" onPress={() => go(false)} />
    </>
  );
}

function PhaseJump({ info }: { info: RunInfo | null }) {
  // The phase, not the step, is compared: this renders ten times in a run.
  const at = useFrame((f) => (info && phaseAt(info, f.step)?.step) ?? -1, -1);
  const marks = info?.phases ?? [];
  return (
    <Choice
      label={info?.script ? 'Operation' : 'Phase'}
      labelled="hidden"
      value={String(at)}
      options={[...new Map(marks.map((p) => [p.step, { id: String(p.step), label: p.label }])).values()]}
      onChange={(id) => seek(Number(id))}
    />
  );
}

function Position({ info }: { info: RunInfo | null }) {
  const step = useFrame((f) => f.step, 0);
  const time = useFrame((f) => sayTime(f.timeNs), '');
  const cast = info?.cast ?? 'qemu';
  const actor = useFrame((f) => (f.step === 0 ? 'start' : sayActor(f, cast)), '');
  return (
    <div className="position">
      <span>
        step <b>{sayCount(step)}</b> of {info ? sayCount(info.steps) : '…'}
      </span>
      <span className="muted">
        {time} · {actor}
      </span>
    </div>
  );
}

/** `khugepaged, destination`; the other actors' names say their host. */
function sayActor({ event }: Frame, cast: Cast): string {
  const name = actorLabel(event.actor, cast);
  if (cast === 'script') return event.host === 0 ? `${name}, child` : name;
  return /^(src|dst|link)/.test(name) ? name : `${name}, ${event.host === 0 ? 'source' : 'destination'}`;
}

function Call() {
  const call = useFrame((f) => f.event.call, '');
  return <code className="call">{call}</code>;
}

function Words() {
  const words = useFrame((f) => (f.step === 0 ? 'Nothing has happened yet.' : f.event.words), '');
  const rule = useFrame((f) => f.event.rule, '');
  const fn = useFrame((f) => f.event.fn, '');
  return (
    <p className="words" title={[fn, rule].filter(Boolean).join(' · ')}>
      {words}
    </p>
  );
}
