/** What remained to be sent over time: measured as dots, simulated as a line. */
import { scaleLinear } from 'd3-scale';
import type { Fit } from '../../engine/index.ts';
import { logs as words } from '../texts/logs.ts';
import { sayAbout, sayBriefTime } from '../ui/say.ts';
import { useSize } from '../ui/useSize.ts';

const HEIGHT = 150;
const PLOT = { left: 60, top: 10, bottom: 122, right: 12 } as const;
const WIDTH = 340;
/** Points of the line: more than it has pixels are not seen. */
const MOST_POINTS = 400;

type Curve = Fit['curve'];

export function Remaining({ measured, simulated }: { measured: Curve; simulated: Curve | null }) {
  const { box, width: own } = useSize<HTMLElement>();
  const width = own || WIDTH;
  const dots = pointsOf(measured);
  const line = thinned(pointsOf(simulated ?? []));
  const all = [...dots, ...line];
  if (dots.length < 2) return null;
  const x = scaleLinear([0, Math.max(...all.map((p) => p.ms))], [PLOT.left, width - PLOT.right]);
  const y = scaleLinear([0, Math.max(...all.map((p) => p.bytes))], [PLOT.bottom, PLOT.top]);
  return (
    <figure className="remaining" ref={box}>
      <figcaption>{words.remaining}</figcaption>
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={words.remainingOf(dots.length)}>
        {y.ticks(3).map((bytes) => (
          <g key={bytes} className="remaining-grid">
            <path d={`M${PLOT.left} ${y(bytes)}H${width - PLOT.right}`} />
            <text x={PLOT.left - 6} y={y(bytes)} textAnchor="end" dominantBaseline="middle">
              {sayAbout(bytes)}
            </text>
          </g>
        ))}
        {x.ticks(4).map((ms) => (
          <g key={ms} className="remaining-grid">
            <path d={`M${x(ms)} ${PLOT.bottom}v4`} />
            <text x={x(ms)} y={PLOT.bottom + 16} textAnchor="middle">
              {ms === 0 ? 0 : sayBriefTime(ms * 1e6)}
            </text>
          </g>
        ))}
        <path
          className="remaining-line"
          d={line.map((p, i) => `${i === 0 ? 'M' : 'L'}${x(p.ms)} ${y(p.bytes)}`).join('')}
        />
        {dots.map((p) => (
          <circle key={p.ms} className="remaining-dot" cx={x(p.ms)} cy={y(p.bytes)} r={3} />
        ))}
      </svg>
      <p className="remaining-key muted">{simulated ? words.key : words.keyWaiting}</p>
    </figure>
  );
}

const pointsOf = (curve: Curve): { ms: number; bytes: number }[] =>
  curve.flatMap(({ ms, remainingBytes }) => (remainingBytes === null ? [] : [{ ms, bytes: remainingBytes }]));

function thinned<T>(points: readonly T[]): readonly T[] {
  const every = Math.ceil(points.length / MOST_POINTS);
  return every <= 1 ? points : points.filter((_, i) => i % every === 0 || i === points.length - 1);
}
