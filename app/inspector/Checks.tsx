/** Whether every page came through: now, at the end, and for a recording how far the prediction is off. */
import { ownerOf, type PhaseName, type RunInfo, sayBytes } from '../../engine/index.ts';
import { useFrame } from '../run/session.ts';
import { checks as words } from '../texts/inspector.ts';
import { Facts, Section } from '../ui/Section.tsx';
import { sayCount } from '../ui/say.ts';
import { Flags } from './Flags.tsx';
import './inspector.css';

type Row = readonly [string, string, string?];

export function Checks({ info }: { info: RunInfo | null }) {
  return (
    <>
      <Section title={words.checks} folded={false}>
        {info?.script ? (
          <ScriptNow />
        ) : (
          <>
            {info && !info.recording && <Accounts info={info} />}
            <Now info={info} />
            <Flags info={info} />
            {info && <Verdict info={info} />}
          </>
        )}
      </Section>
      {info?.recording && (
        <Section title={words.predicted} folded={false}>
          <Facts rows={differences(info.recording)} />
          <p className="muted">{words.largest}</p>
        </Section>
      )}
    </>
  );
}

/** Phases in which the destination may hold old copies of pages that are sent again or dropped. */
const BEFORE: readonly PhaseName[] = [
  'precopy',
  'stop',
  'nohugepage',
  'discard',
  'predump',
  'dump',
  'restore',
];

/** Where every page's newest content is: at the destination, under way, or still at the source; exactly one of them. */
function Accounts({ info }: { info: RunInfo }) {
  const received = useFrame((f) => f.state.accounts.received, 0);
  const inFlight = useFrame((f) => f.state.accounts.inFlight, 0);
  const atSource = useFrame((f) => f.state.accounts.atSource, 0);
  const before = useFrame((f) => BEFORE.includes(f.phase), true);
  const off = received + inFlight + atSource - info.pages;
  if (info.cast === 'tracking') return null;
  const [said, tone] =
    received + inFlight + atSource === 0
      ? [words.notSentYet, '']
      : off === 0
        ? [`✓ ${sayCount(info.pages)}`, 'ok']
        : off > 0 && before
          ? [words.oldCopies(sayCount(off)), '']
          : [off > 0 ? words.twice(sayCount(off)) : words.nowhere(sayCount(-off)), 'bad'];
  return (
    <>
      <Facts rows={[[words.accounted, said, tone]]} />
      <div className="sum">
        <Facts
          rows={[
            [words.atDestination, sayCount(received)],
            [words.inFlight, sayCount(inFlight)],
            [words.atSource, sayCount(atSource)],
          ]}
        />
      </div>
    </>
  );
}

function ScriptNow() {
  const waiting = useFrame((f) => f.state.waiting, 0);
  const flags = useFrame((f) => f.flags[1], '');
  return (
    <Facts
      rows={[
        [words.asleep, sayCount(waiting), waiting > 0 ? 'warn' : 'ok'],
        [words.flags, flags || words.noFlags],
      ]}
    />
  );
}

function Now({ info }: { info: RunInfo | null }) {
  const lost = useFrame((f) => f.state.lost, 0);
  const stale = useFrame((f) => f.state.stale, 0);
  const waiting = useFrame((f) => f.state.waiting, 0);
  const heldAtSource = useFrame((f) => f.state.held[0], 0);
  const held = useFrame((f) => f.state.held[1], 0);
  const eexist = useFrame((f) => f.state.eexist, 0);
  const atSource: Row[] =
    heldAtSource > 0 ? [[words.heldAtSource, sayBytes(heldAtSource * 1024), 'warn']] : [];
  // What is tracked stays where it is: there is no destination.
  if (info?.cast === 'tracking') return <Facts rows={atSource} />;
  return (
    <Facts
      rows={[
        [words.lostNow, sayCount(lost), lost > 0 ? 'bad' : 'ok'],
        [words.staleNow, sayCount(stale), stale > 0 ? 'warn' : 'ok'],
        [words.waiting[ownerOf(info?.cast ?? 'qemu')], sayCount(waiting), waiting > 0 ? 'warn' : 'ok'],
        [words.held, sayBytes(held * 1024), held > 0 ? 'warn' : 'ok'],
        ...atSource,
        [words.eexist, sayCount(eexist), eexist > 0 ? 'warn' : 'ok'],
      ]}
    />
  );
}

function Verdict({ info }: { info: RunInfo }) {
  const { lostPages, stalePages, flagsEqual, flagsAtEnd, allHuge, aborted, wastedBytes } = info.verdict;
  if (info.cast === 'tracking') return null;
  const rows: Row[] = [
    [words.kept, lostPages === 0 ? '✓' : words.lost(sayCount(lostPages)), lostPages === 0 ? 'ok' : 'bad'],
    [
      words.fresh,
      stalePages === 0 ? '✓' : words.stale(sayCount(stalePages)),
      stalePages === 0 ? 'ok' : 'bad',
    ],
    [
      words.flagsKept,
      flagsEqual ? '✓' : words.differ(flagsAtEnd || words.noFlags),
      flagsEqual ? 'ok' : 'warn',
    ],
    [words.huge, allHuge ? '✓' : words.no, allHuge ? 'ok' : 'warn'],
    [
      words.wasted,
      wastedBytes === 0 ? words.nothing : sayBytes(wastedBytes),
      wastedBytes === 0 ? 'ok' : 'warn',
    ],
  ];
  if (aborted) rows.push([words.finished, words.aborted, 'bad']);
  return (
    <>
      <h3>{words.atEnd}</h3>
      <Facts rows={rows} />
    </>
  );
}

/** As much as a page or two of a huge page's rounding is fine; more than 2 MiB is not. */
const LIMIT_KIB = 2048;

function differences(r: NonNullable<RunInfo['recording']>): Row[] {
  return [
    [words.samples, sayCount(r.samples.length)],
    ['AnonHugePages', sayBytes(r.worstAnonHugeKiB * 1024), r.worstAnonHugeKiB <= LIMIT_KIB ? 'ok' : 'bad'],
    ['Rss', sayBytes(r.worstRssKiB * 1024), r.worstRssKiB <= LIMIT_KIB ? 'ok' : 'bad'],
    [words.flagsDiffer, sayCount(r.flagsDiffer), r.flagsDiffer === 0 ? 'ok' : 'bad'],
  ];
}
