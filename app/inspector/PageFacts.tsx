/** One page on both hosts, side by side; what has a cause is a button that asks for it. */
import type { ReactNode } from 'react';
import { BIT_NAMES, bitName, type FieldId, type Inspection, type PageSide } from '../../engine/index.ts';
import { inspector as words } from '../texts/inspector.ts';
import { sayPieces } from '../ui/say.ts';
import { Terms } from '../ui/Term.tsx';
import { Ask, useAskWhy } from './Ask.tsx';

interface Props {
  readonly seen: Inspection;
  /** A recording and a script say nothing of a source's pages. */
  readonly alone: boolean;
}

type Sides = readonly (readonly [host: 0 | 1, side: PageSide])[];

const sidesOf = ({ src, dst }: Inspection, alone: boolean): Sides =>
  alone
    ? [[1, dst]]
    : [
        [0, src],
        [1, dst],
      ];

/** Numbers of bits; the same one has another name on each host. */
const BIT = {
  present: 0,
  huge: 1,
  zero: 2,
  waiting: 8,
  inFlight: 9,
  requested: 9,
  sent: 10,
  toSend: 11,
  stale: 11,
  lost: 12,
} as const;

const isSet = (host: 0 | 1, { bits }: PageSide, bit: keyof typeof BIT): boolean =>
  bits.includes(bitName(BIT[bit], host));
const isThere = (side: PageSide): boolean => isSet(1, side, 'present');

/** What the page is on each host, in a few words. */
export function PageState({ seen, alone }: Props) {
  const { states } = words;
  const { src, dst } = seen;
  const sending = (['inFlight', 'toSend', 'sent'] as const).find((bit) => isSet(0, src, bit)) ?? 'notSent';
  const mapped = !isThere(dst)
    ? 'hole'
    : ((['huge', 'zero'] as const).find((bit) => isSet(1, dst, bit)) ?? 'small');
  const more = (['lost', 'stale', 'waiting', 'requested'] as const).filter((bit) => isSet(1, dst, bit));
  const bad = more.includes('lost') || more.includes('stale');
  const said = [mapped, ...more].map((state) => states[state as keyof typeof states]);
  return (
    <div className="page-state">
      {!alone && <p>{words.source(states[sending])}</p>}
      <p className={bad ? 'bad' : ''}>{words.destination(said.join(', '))}</p>
    </div>
  );
}

export function PageFacts({ seen, alone }: Props) {
  const onAsk = useAskWhy();
  const { page, src } = seen;
  const sides = sidesOf(seen, alone);
  const ask = (host: 0 | 1, field: FieldId, label: string, value: string) => (
    <Ask label={label} onAsk={() => onAsk(page, host, field)}>
      {value}
    </Ask>
  );
  const bits = (host: 0 | 1, side: PageSide, set: boolean): ReactNode => {
    const shown = BIT_NAMES.flatMap((_, bit) => {
      const name = bitName(bit, host);
      return side.bits.includes(name) === set ? [[name, bit] as const] : [];
    });
    if (shown.length === 0) return words.none;
    return (
      <span className="bits">
        {shown.map(([name, bit]) => (
          <Ask
            key={bit}
            label={set ? words.whyBit(name, words.hosts[host]) : words.whyNotBit(name, words.hosts[host])}
            onAsk={() => onAsk(page, host, `bit-${bit}`)}
          >
            {name}
          </Ask>
        ))}
      </span>
    );
  };
  const version = (host: 0 | 1, side: PageSide): ReactNode => {
    if (host === 1 && side.version === 0 && !isThere(side)) return words.notThere;
    const name = words.version(side.version);
    return (
      <>
        {ask(host, 'version', words.whyValue(words.versionName, name, words.hosts[host]), name)}
        {host === 1 && !alone && side.version < src.version && (
          <span className="behind warn">{words.behind}</span>
        )}
      </>
    );
  };
  const field =
    (id: FieldId, name: string, say: (side: PageSide) => string) =>
    (host: 0 | 1, side: PageSide): ReactNode =>
      ask(host, id, words.whyValue(name, say(side), words.hosts[host]), say(side));
  const rows: readonly (readonly [name: string, value: (host: 0 | 1, side: PageSide) => ReactNode])[] = [
    [words.versionName, version],
    [words.pmd, field('pmd', words.pmd, (side) => side.pmd)],
    [words.pieces, field('pieces', words.pieces, ({ pieces }) => sayPieces(pieces) ?? words.none)],
    [words.ept, field('ept', words.ept, (side) => side.ept)],
    [words.bits, (host, side) => bits(host, side, true)],
  ];
  return (
    <>
      <table className="page-facts" data-alone={alone || undefined}>
        <caption className="spoken">{words.facts}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="spoken">{words.fact}</span>
            </th>
            {sides.map(([host]) => (
              <th key={host} scope="col">
                {words.hostNames[host]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">
                <Terms>{name}</Terms>
              </th>
              {sides.map(([host, side]) => (
                <td key={host}>{value(host, side)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <details className="unset">
        <summary>{words.unset}</summary>
        <dl>
          {sides.map(([host, side]) => (
            <div key={host}>
              <dt className="muted">{words.hostNames[host]}</dt>
              <dd>{bits(host, side, false)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}
