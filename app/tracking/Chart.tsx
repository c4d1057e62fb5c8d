/** Cost against something, both logarithmic: a line a tracker, with its name at its end and a dash pattern of its own. */
import { sayTime } from '../../engine/index.ts';
import { apart, decades, type LogScale, logAt, valueAt } from './scale.ts';

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
}

const WIDTH = 400;
const HEIGHT = 250;
const PLOT = { left: 52, right: 286, top: 12, bottom: 214 } as const;
const DASHES = ['', '7 3', '2 3', '9 3 2 3', '4 4', '12 3 2 3 2 3'];

/** Costs are more than nothing: a logarithm asks for it. */
const positive = (ns: number): number => Math.max(1, ns);

export function Chart({ title, xs, sayX, lines, here }: Props) {
  const all = lines.flatMap((line) => line.ys).map(positive);
  const tens = decades(Math.min(...all), Math.max(...all));
  const x: LogScale = { from: xs[0] ?? 1, to: xs.at(-1) ?? 1, at: PLOT.left, end: PLOT.right };
  const y: LogScale = { from: tens[0] ?? 1, to: tens.at(-1) ?? 1, at: PLOT.bottom, end: PLOT.top };
  const ends = lines.map((line) => logAt(y, positive(line.ys.at(-1) ?? 1)));
  const labels = apart(ends, 15, PLOT.bottom);
  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${title}; the table below has the values`}
      >
        {tens.map((ns) => (
          <g key={ns} className="chart-grid">
            <path d={`M${PLOT.left} ${logAt(y, ns)}H${PLOT.right}`} />
            <text x={PLOT.left - 6} y={logAt(y, ns)} textAnchor="end" dominantBaseline="middle">
              {sayRound(ns)}
            </text>
          </g>
        ))}
        {xs.filter(everyOf(xs.length)).map((value) => (
          <g key={value} className="chart-grid">
            <path d={`M${logAt(x, value)} ${PLOT.bottom}v4`} />
            <text x={logAt(x, value)} y={PLOT.bottom + 16} textAnchor="middle">
              {sayX(value)}
            </text>
          </g>
        ))}
        {lines.map((line, i) => (
          <g key={line.id} className="chart-line" data-here={line.id === here.id || undefined}>
            <path
              strokeDasharray={DASHES[i % DASHES.length]}
              d={line.ys
                .map(
                  (ns, n) => `${n === 0 ? 'M' : 'L'}${logAt(x, xs[n] as number)} ${logAt(y, positive(ns))}`,
                )
                .join('')}
            />
            <path className="chart-leader" d={`M${PLOT.right} ${ends[i]}L${PLOT.right + 8} ${labels[i]}`} />
            <text x={PLOT.right + 12} y={labels[i]} dominantBaseline="middle">
              {line.label}
            </text>
          </g>
        ))}
        <Here x={x} y={y} xs={xs} line={lines.find((line) => line.id === here.id)} at={here.x} />
      </svg>
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
  x: LogScale;
  y: LogScale;
  xs: readonly number[];
  line: Line | undefined;
  at: number;
}) {
  const inside = at >= x.from && at <= x.to;
  const cost = line && inside ? valueAt(xs, line.ys.map(positive), at) : null;
  if (!inside) return null;
  const left = logAt(x, at);
  return (
    <g className="chart-here">
      <path d={`M${left} ${PLOT.top}V${PLOT.bottom}`} />
      {cost !== null && <circle cx={left} cy={logAt(y, cost)} r={4.5} />}
      <text
        x={left}
        y={PLOT.bottom + 31}
        textAnchor={left > PLOT.right - 60 ? 'end' : left < PLOT.left + 60 ? 'start' : 'middle'}
      >
        this scenario{cost === null ? '' : `: ${sayTime(Math.round(cost))}`}
      </text>
    </g>
  );
}

/** Of many values every second or third has a label. */
const everyOf = (count: number) => (_: number, i: number) => i % Math.ceil(count / 5) === 0;

/** A power of ten ns: `10 µs`. */
function sayRound(ns: number): string {
  if (ns < 1e3) return `${ns} ns`;
  if (ns < 1e6) return `${ns / 1e3} µs`;
  return ns < 1e9 ? `${ns / 1e6} ms` : `${ns / 1e9} s`;
}
