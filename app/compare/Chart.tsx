/** Cost against something, both logarithmic: a line a tracker, with its name at its end and a dash pattern of its own. */
import { type ScaleLogarithmic, scaleLog } from 'd3-scale';
import { sayTime } from '../../engine/index.ts';
import { tracking as words } from '../texts/tracking.ts';
import { useSize } from '../ui/useSize.ts';
import { apart, valueAt } from './trackingscale.ts';

export interface Line {
  readonly id: string;
  readonly label: string;
  /** Cost in ns, one for each of `xs`. */
  readonly ys: readonly number[];
}

interface Props {
  readonly title: string;
  readonly xs: readonly number[];
  readonly sayX: (x: number) => string;
  readonly lines: readonly Line[];
  /** The scenario on screen: its tracker, and where it stands. */
  readonly here: { readonly id: string; readonly x: number };
  /** A point where two lines cross, and what it means. */
  readonly cross?: { readonly x: number; readonly y: number; readonly text: string } | null;
}

/** Until the width is known. */
const WIDTH = 400;
const HEIGHT = 250;
const LEFT = 56;
/** Room for the longest label. */
const LABELS = 158;
const PLOT = { top: 12, bottom: 206 } as const;
const DASHES = ['', '7 3', '2 3', '9 3 2 3', '4 4', '12 3 2 3 2 3'];

/** Costs are more than nothing: a logarithm asks for it. */
const positive = (ns: number): number => Math.max(1, ns);

export function Chart({ title, xs, sayX, lines, here, cross }: Props) {
  const all = lines.flatMap((line) => line.ys).map(positive);
  const { box, width: measured } = useSize<HTMLElement>();
  const width = measured || WIDTH;
  const right = Math.max(LEFT + 60, width - LABELS);
  const x = scaleLog([xs[0] ?? 1, xs.at(-1) ?? 1], [LEFT, right]);
  const y = scaleLog([Math.min(...all), Math.max(...all)], [PLOT.bottom, PLOT.top]).nice();
  const tens = y.ticks().filter((ns) => Math.log10(ns) % 1 === 0);
  const ends = lines.map((line) => y(positive(line.ys.at(-1) ?? 1)));
  const labels = apart(ends, 15, PLOT.bottom);
  return (
    <figure className="chart" ref={box}>
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={words.chart(title)}>
        {tens.map((ns) => (
          <g key={ns} className="chart-grid">
            <path d={`M${LEFT} ${y(ns)}H${right}`} />
            <text x={LEFT - 6} y={y(ns)} textAnchor="end" dominantBaseline="middle">
              {sayRound(ns)}
            </text>
          </g>
        ))}
        {labelled(xs, x).map((value) => (
          <g key={value} className="chart-grid">
            <path d={`M${x(value)} ${PLOT.bottom}v4`} />
            <text x={x(value)} y={PLOT.bottom + 16} textAnchor="middle">
              {sayX(value)}
            </text>
          </g>
        ))}
        {lines.map((line, i) => (
          <g key={line.id} className="chart-line" data-here={line.id === here.id || undefined}>
            <path
              strokeDasharray={DASHES[i % DASHES.length]}
              d={line.ys.map((ns, n) => `${n === 0 ? 'M' : 'L'}${x(xs[n]!)} ${y(positive(ns))}`).join('')}
            />
            <path className="chart-leader" d={`M${right} ${ends[i]}L${right + 8} ${labels[i]}`} />
            <text x={right + 12} y={labels[i]} dominantBaseline="middle">
              {line.label}
            </text>
          </g>
        ))}
        <Here x={x} y={y} xs={xs} line={lines.find((line) => line.id === here.id)} at={here.x} />
        {cross && <circle className="chart-cross" cx={x(cross.x)} cy={y(cross.y)} r={6} />}
      </svg>
      {cross && <p className="chart-says">{cross.text}</p>}
    </figure>
  );
}

/** A mark where the scenario on screen stands. */
function Here({
  x,
  y,
  xs,
  line,
  at,
}: {
  x: ScaleLogarithmic<number, number>;
  y: ScaleLogarithmic<number, number>;
  xs: readonly number[];
  line: Line | undefined;
  at: number;
}) {
  const [from = 1, to = 1] = x.domain();
  const inside = at >= from && at <= to;
  const cost = line && inside ? valueAt(xs, line.ys.map(positive), at) : null;
  if (!inside) return null;
  const left = x(at);
  const [, right = 0] = x.range();
  return (
    <g className="chart-here">
      <path d={`M${left} ${PLOT.top}V${PLOT.bottom}`} />
      {cost !== null && <circle cx={left} cy={y(cost)} r={4.5} />}
      <text
        x={left}
        y={PLOT.bottom + 31}
        textAnchor={left > right - 60 ? 'end' : left < LEFT + 60 ? 'start' : 'middle'}
      >
        {words.thisScenario}
        {cost === null ? '' : `: ${sayTime(Math.round(cost))}`}
      </text>
    </g>
  );
}

/** Those of `values` whose labels have room, from the last one down, each `ROOM` from the next. */
function labelled(values: readonly number[], x: (value: number) => number): number[] {
  let end = Number.POSITIVE_INFINITY;
  return [...values].reverse().filter((value) => {
    if (x(value) > end - ROOM) return false;
    end = x(value);
    return true;
  });
}
const ROOM = 52;

/** A power of ten ns: `10 µs`. */
function sayRound(ns: number): string {
  if (ns < 1e3) return `${ns} ns`;
  if (ns < 1e6) return `${ns / 1e3} µs`;
  return ns < 1e9 ? `${ns / 1e6} ms` : `${ns / 1e9} s`;
}
