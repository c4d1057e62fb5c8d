/** One host of the run on screen, and of the compared run at the corresponding step. Fetched when a comparison begins. */
import { useEffect, useMemo } from 'react';
import type { RunInfo } from '../../engine/index.ts';
import { Side, sidesOf } from '../fields/Fields.tsx';
import { createCompared } from '../run/compared.ts';
import type { Frames } from '../run/frames.ts';
import { useFrameOf, useSession } from '../run/session.ts';
import { titleOf } from '../source/choice.ts';
import type { Choice } from '../state/choice.ts';
import { store, useChosen } from '../state/store.ts';
import { compare as words } from '../texts/compare.ts';
import { ProblemBanner } from '../ui/Problem.tsx';
import { sayCount } from '../ui/say.ts';
import { useOther } from './runs.ts';
import './compare.css';

export default function CompareFields({ info }: { info: RunInfo }) {
  const { engine, frames } = useSession();
  const choice = useChosen((s) => s.choice);
  const versus = useChosen((s) => s.versus);
  const other = useOther();
  const compared = useMemo(() => createCompared(engine, store), [engine]);
  useEffect(() => compared.start(), [compared]);
  const data = other.data ?? null;
  useEffect(() => compared.set(data && { one: info, other: data }), [compared, info, data]);
  return (
    <>
      <Half letter="A" choice={choice} info={info} frames={frames} />
      {versus && data && <Half letter="B" choice={versus} info={data} frames={compared.frames} />}
      {!data && (
        <div className="side">
          {other.error ? (
            <ProblemBanner problem={other.error.problem} />
          ) : (
            <p className="muted starting" role="status">
              {words.running}
            </p>
          )}
        </div>
      )}
    </>
  );
}

interface HalfProps {
  readonly letter: 'A' | 'B';
  readonly choice: Choice;
  readonly info: RunInfo;
  readonly frames: Frames;
}

/** The host that is looked at, or the only one there is. */
function Half({ letter, choice, info, frames }: HalfProps) {
  const wanted = useChosen((s) => s.side);
  const sides = sidesOf(info);
  const side = sides.find((s) => s.host === wanted) ?? sides[0];
  if (!side) return null;
  return (
    <Side
      key={side.host}
      info={info}
      host={side.host}
      title={words.side(letter, titleOf(choice), side.title)}
      frames={frames}
      alone
      pair
      note={<StepOf frames={frames} letter={letter} />}
    />
  );
}

function StepOf({ frames, letter }: { frames: Frames; letter: string }) {
  const step = useFrameOf(frames, (f) => f.step, 0);
  return (
    <span className="compare-step" data-run={letter}>
      {words.step(sayCount(step))}
    </span>
  );
}
