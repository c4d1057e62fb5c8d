/** The curves of two runs in one picture each: A drawn through, B dashed, along what goes along. */
import { useEffect, useRef } from 'react';
import { type Lanes, type Lockstep, type RunInfo, sayBytes } from '../../engine/index.ts';
import { useSession } from '../run/session.ts';
import { useAsk } from '../run/useAsk.ts';
import { compare as words } from '../texts/compare.ts';
import { sayCount } from '../ui/say.ts';
import { alongPart } from './along.ts';

const BUCKETS = 160;
const WIDTH = 240;
const HEIGHT = 44;

const CURVES = [
  { id: 'toSend', say: sayCount },
  { id: 'anonHuge', say: (kib: number) => sayBytes(kib * 1024) },
  { id: 'waiting', say: sayCount },
] as const;

interface Props {
  readonly one: RunInfo;
  readonly other: RunInfo;
  readonly lockstep: Lockstep;
}

export function CompareCurves({ one, other, lockstep }: Props) {
  const { step } = useSession();
  const a = useLanes(one, lockstep);
  const b = useLanes(other, lockstep);
  const box = useRef<HTMLDivElement>(null);
  const drawn = a !== undefined && b !== undefined;
  useEffect(() => {
    if (!drawn) return;
    const move = () => {
      const x = WIDTH * alongPart(one, other, one, timeAt(a, step.get()), step.get(), lockstep);
      for (const line of box.current?.querySelectorAll('.compare-playhead') ?? [])
        line.setAttribute('transform', `translate(${x.toFixed(1)} 0)`);
    };
    move();
    return step.subscribe(move);
  }, [a, drawn, one, other, lockstep, step]);
  if (!drawn) return null;
  return (
    <div className="compare-curves" ref={box}>
      {CURVES.map(({ id, say }, c) => {
        const [p, q] = [curveOf(a, c), curveOf(b, c)];
        const most = Math.max(1, ...p, ...q);
        const path = (info: RunInfo, lanes: Lanes, ys: Float64Array) =>
          Array.from(ys, (y, i) => {
            const x = alongPart(one, other, info, lanes.times[i + 1]!, lanes.steps[i + 1]!, lockstep);
            return `${i === 0 ? 'M' : 'L'}${(x * WIDTH).toFixed(1)} ${(HEIGHT - 1 - (y / most) * (HEIGHT - 3)).toFixed(1)}`;
          }).join('');
        const title = words.curves[id];
        return (
          <figure key={id}>
            <figcaption>
              {title} <span className="muted">{words.most(say(most))}</span>
            </figcaption>
            <svg
              viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
              preserveAspectRatio="none"
              role="img"
              aria-label={words.curve(title, say(Math.max(...p)), say(Math.max(...q)))}
            >
              <path className="compare-a" d={path(one, a, p)} />
              <path className="compare-b" d={path(other, b, q)} />
              <path className="compare-playhead" d={`M0 0V${HEIGHT}`} />
            </svg>
          </figure>
        );
      })}
    </div>
  );
}

const curveOf = (lanes: Lanes, c: number): Float64Array =>
  lanes.curves.subarray(c * BUCKETS, (c + 1) * BUCKETS);

/** Time of a step, by the buckets. */
function timeAt(lanes: Lanes, step: number): number {
  const i = lanes.steps.findIndex((s) => s >= step);
  return lanes.times[i < 0 ? lanes.times.length - 1 : i]!;
}

function useLanes({ run, steps }: RunInfo, lockstep: Lockstep): Lanes | undefined {
  const axis = lockstep === 'time' ? 'time' : lockstep === 'phases' ? 'phases' : 'steps';
  return useAsk('lanes', { run, from: 0, to: steps, buckets: BUCKETS, axis }).data;
}
