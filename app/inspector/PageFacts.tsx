/** One page on both hosts, line by line; what has a cause is a button that asks for it. */
import {
  BIT_NAMES,
  bitName,
  type FieldId,
  type Inspection,
  type PageSide,
  PMD_PAGES,
  regionOf,
} from '../../engine/index.ts';
import { inspector as words } from '../texts/inspector.ts';
import { Facts } from '../ui/Section.tsx';
import { sayPieces } from '../ui/say.ts';
import { Ask, useAskWhy } from './Ask.tsx';

interface Props {
  readonly seen: Inspection;
  /** A recording and a script say nothing of a source's pages. */
  readonly alone: boolean;
}

type Row = readonly [name: string, value: React.ReactNode, tone?: string];

const HOSTS = ['source', 'destination'] as const;

export function PageFacts({ seen, alone }: Props) {
  const onAsk = useAskWhy();
  const { page, src, dst } = seen;
  const sides: readonly (readonly [0 | 1, PageSide])[] = alone
    ? [[1, dst]]
    : [
        [0, src],
        [1, dst],
      ];
  const onHost = (host: 0 | 1): string => (alone ? '' : `, ${HOSTS[host]}`);
  const ask = (host: 0 | 1, field: FieldId, name: string, value: string) => (
    <Ask key={host} what={`${name} ${value}${onHost(host)}`} onAsk={() => onAsk(page, host, field)}>
      {value}
    </Ask>
  );
  /** `source → destination`. */
  const both = (field: FieldId, name: string, say: (side: PageSide) => string) =>
    sides.flatMap(([host, side], i) => [...(i > 0 ? [' → '] : []), ask(host, field, name, say(side))]);
  const bits = (host: 0 | 1, side: PageSide, set: boolean) => {
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
            what={`${name}${set ? '' : words.notSet}${onHost(host)}`}
            onAsk={() => onAsk(page, host, `bit-${bit}`)}
          >
            {name}
          </Ask>
        ))}
      </span>
    );
  };
  const bitsName = (host: 0 | 1) => (alone ? words.bits : words.bitsOf(HOSTS[host]));
  const behind = dst.version < src.version;
  const rows: Row[] = [
    [words.region, words.place(regionOf(page), page % PMD_PAGES)],
    ...(alone
      ? [
          [
            words.placed,
            dst.version > 0 ? ask(1, 'version', words.placed, `v${dst.version}`) : words.notPlaced,
          ] as const,
        ]
      : [
          [words.sourceVersion, ask(0, 'version', words.sourceVersion, `v${src.version}`)] as const,
          [
            words.destinationVersion,
            <>
              {ask(1, 'version', words.destinationVersion, `v${dst.version}`)}
              {behind && words.behind}
            </>,
            behind ? 'warn' : '',
          ] as const,
        ]),
    [words.pmd, both('pmd', words.pmd, (s) => s.pmd)],
    ...sides.map(([host, side]): Row => [bitsName(host), bits(host, side, true)]),
    [words.pieces, both('pieces', words.pieces, ({ pieces }) => sayPieces(pieces) ?? words.none)],
    [words.ept, both('ept', words.ept, (s) => s.ept)],
  ];
  return (
    <>
      <Facts rows={rows} />
      <details className="unset">
        <summary>{words.unset}</summary>
        <Facts rows={sides.map(([host, side]): Row => [bitsName(host), bits(host, side, false)])} />
      </details>
    </>
  );
}
