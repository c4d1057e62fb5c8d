/** Moving through the run: buttons, speed, phases. */
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import type { RunInfo } from '../../engine/index.ts';
import { runToBreak } from '../run/breaks.ts';
import { phaseAt, phaseStep } from '../run/phases.ts';
import { SPEEDS } from '../run/player.ts';
import { useFrame, useSession } from '../run/session.ts';
import { stepBy, UNITS } from '../run/steps.ts';
import { openSheet, seek, setSpeed, togglePlay } from '../state/actions.ts';
import { store, useChosen } from '../state/store.ts';
import { actions } from '../texts/shell.ts';
import { transport as texts } from '../texts/timeline.ts';
import { IconButton } from '../ui/Button.tsx';
import { Choice } from '../ui/Choice.tsx';
import { Menu } from '../ui/Popover.tsx';

interface Props {
  readonly info: RunInfo | null;
  /** Only what plays and steps: there is no room for more, and no page around it. */
  readonly compact?: boolean;
  /** What else stands in the row. */
  readonly children?: ReactNode;
}

export function Transport({ info, compact = false, children }: Props) {
  const box = useRef<HTMLElement>(null);
  useStepOn(box);
  const by = (n: number) => seek(Math.min(store.getState().step + n, info?.steps ?? Infinity));
  return (
    <section ref={box} className="transport" aria-label={texts.playback} data-steps={info?.steps}>
      <div className="transport-buttons">
        <IconButton
          icon="previous"
          label={texts.previousPhase}
          onPress={() => info && seek(phaseStep(info, store.getState().step, true))}
        />
        <IconButton icon="back" label={texts.stepBack} onPress={() => by(-1)} />
        <PlayButton info={info} />
        <IconButton icon="forward" label={texts.stepForward} onPress={() => by(1)} />
        <IconButton
          icon="next"
          label={texts.nextPhase}
          onPress={() => info && seek(phaseStep(info, store.getState().step, false))}
        />
        <BreakButtons info={info} />
        {!compact && <IconButton icon="branch" label={texts.branch} onPress={() => openSheet('branch')} />}
      </div>
      {!compact && <StepMenu info={info} />}
      <SpeedChoice />
      <PhaseJump info={info} />
      <Position info={info} />
      {children}
    </section>
  );
}

/** Writes the step on screen, and whether it plays, to an element's data: for watchers, who need no render. */
function useStepOn(box: RefObject<HTMLElement | null>): void {
  const { frames } = useSession();
  useEffect(() => {
    const write = () => {
      if (!box.current) return;
      box.current.dataset.step = String(frames.get()?.step ?? -1);
      box.current.dataset.playing = String(store.getState().playing);
    };
    write();
    const stops = [frames.subscribe(write), store.subscribe(write)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [frames, box]);
}

function PlayButton({ info }: { info: RunInfo | null }) {
  const playing = useChosen((s) => s.playing);
  return (
    <IconButton
      icon={playing ? 'pause' : 'play'}
      label={playing ? texts.pause : texts.play}
      primary
      onPress={() => togglePlay(info?.steps ?? null)}
    />
  );
}

/** Steps by units of meaning, forward and back. */
function StepMenu({ info }: { info: RunInfo | null }) {
  const { engine } = useSession();
  const items = [false, true].flatMap((back) =>
    UNITS.map((u) => ({
      id: `${u.unit} ${back}`,
      label: actions.units[u.unit][back ? 'back' : 'forward'],
      detail: back ? `Shift ${u.key.toUpperCase()}` : u.key.toUpperCase(),
      onPick: () => info && void stepBy(engine, info, u.unit, back),
    })),
  );
  return <Menu label={texts.stepBy} face={texts.stepBy} items={items} />;
}

function SpeedChoice() {
  const speed = useChosen((s) => s.speed);
  return <Choice label={texts.speed} labelled="hidden" value={speed} options={SPEEDS} onChange={setSpeed} />;
}

/** Shown when there is a break to run to. */
function BreakButtons({ info }: { info: RunInfo | null }) {
  const { engine } = useSession();
  const any = useChosen((s) => s.breaks.length > 0);
  if (!any) return null;
  const go = (back: boolean) => info && void runToBreak(engine, info, back);
  return (
    <>
      <IconButton icon="breakBack" label={texts.previousBreak} onPress={() => go(true)} />
      <IconButton icon="breakNext" label={texts.nextBreak} onPress={() => go(false)} />
    </>
  );
}

function PhaseJump({ info }: { info: RunInfo | null }) {
  // The phase, not the step, is compared: this renders ten times in a run.
  const at = useFrame((f) => (info && phaseAt(info, f.step)?.step) ?? -1, -1);
  const marks = info?.phases ?? [];
  return (
    <Choice
      label={info?.script ? texts.operation : texts.phase}
      labelled="hidden"
      value={String(at)}
      options={[...new Map(marks.map((p) => [p.step, { id: String(p.step), label: p.label }])).values()]}
      onChange={(id) => seek(Number(id))}
    />
  );
}

function Position({ info }: { info: RunInfo | null }) {
  const step = useFrame((f) => f.step, 0);
  return <p className="position">{info ? texts.position(step, info.steps) : ''}</p>;
}
