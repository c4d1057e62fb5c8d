/** How a run ended: whether pages and flags were kept, what is huge, what was done in vain. */
import { type RunInfo, sayBytes } from '../../engine/index.ts';
import { checks as words } from '../texts/inspector.ts';
import { Facts } from '../ui/Section.tsx';
import { sayCount } from '../ui/say.ts';

type Row = readonly [string, string, string?];

export default function OutcomeRows({ info }: { info: RunInfo }) {
  return <Facts rows={outcomeOf(info)} />;
}

function outcomeOf({ verdict }: RunInfo): Row[] {
  const { lostPages, stalePages, flagsEqual, flagsAtEnd, allHuge, aborted, wastedBytes } = verdict;
  const rows: Row[] = [
    [
      words.kept,
      lostPages === 0 ? words.yes : words.lost(sayCount(lostPages)),
      lostPages === 0 ? 'ok' : 'bad',
    ],
    [
      words.fresh,
      stalePages === 0 ? words.yes : words.stale(sayCount(stalePages)),
      stalePages === 0 ? 'ok' : 'warn',
    ],
    [
      words.flagsKept,
      flagsEqual ? words.yes : words.differ(flagsAtEnd || words.noFlags),
      flagsEqual ? 'ok' : 'warn',
    ],
    [words.huge, allHuge ? words.yes : words.no, allHuge ? 'ok' : 'warn'],
    [
      words.wasted,
      wastedBytes === 0 ? words.nothing : sayBytes(wastedBytes),
      wastedBytes === 0 ? 'ok' : 'warn',
    ],
  ];
  if (aborted) rows.push([words.finished, words.aborted, 'bad']);
  return rows;
}
