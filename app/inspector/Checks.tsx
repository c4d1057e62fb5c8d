/** Whether every page came through: now, at the end, and for a recording how far the prediction is off. */
import { type RunInfo, sayBytes } from '../../engine/index.ts';
import { sayCount } from '../lib/say.ts';
import { useFrame } from '../run/session.ts';
import { Facts, Section } from '../ui/Section.tsx';

type Row = readonly [string, string, string?];

export function Checks({ info }: { info: RunInfo | null }) {
  const lost = useFrame((f) => f.state.lost, 0);
  const stale = useFrame((f) => f.state.stale, 0);
  const waiting = useFrame((f) => f.state.waiting, 0);
  const flags = useFrame((f) => f.flags[1], '');
  const script = info?.script !== undefined;
  const asleep: Row = [
    script ? 'threads asleep' : 'vCPUs waiting',
    sayCount(waiting),
    waiting > 0 ? 'warn' : 'ok',
  ];
  const migration: Row[] = [
    ['lost pages now', sayCount(lost), lost > 0 ? 'bad' : 'ok'],
    ['stale pages now', sayCount(stale), stale > 0 ? 'warn' : 'ok'],
    asleep,
    ['destination flags', flags || 'none'],
  ];
  const now = script ? [asleep, ['flags', flags || 'none'] as const] : migration;
  return (
    <>
      <Section title="Checks" folded={false}>
        <Facts rows={now} />
        {info && !script && <Verdict info={info} />}
      </Section>
      {info?.recording && (
        <Section title="Predicted and measured" folded={false}>
          <Facts rows={differences(info.recording)} />
          <p className="muted">
            Largest difference between what the engine predicts from the recorded calls and what smaps
            measured.
          </p>
        </Section>
      )}
    </>
  );
}

function Verdict({ info }: { info: RunInfo }) {
  const { lostPages, stalePages, flagsEqual, allHuge, aborted } = info.verdict;
  const rows: Row[] = [
    [
      'every page kept',
      lostPages === 0 ? '✓' : `${sayCount(lostPages)} lost`,
      lostPages === 0 ? 'ok' : 'bad',
    ],
    [
      'no page stale',
      stalePages === 0 ? '✓' : `${sayCount(stalePages)} stale`,
      stalePages === 0 ? 'ok' : 'bad',
    ],
    ['flags as at the start', flagsEqual ? '✓' : 'differ', flagsEqual ? 'ok' : 'warn'],
    ['every region huge', allHuge ? '✓' : 'no', allHuge ? 'ok' : 'warn'],
  ];
  if (aborted) rows.push(['finished', 'no: aborted', 'bad']);
  return (
    <>
      <h3>At the end</h3>
      <Facts rows={rows} />
    </>
  );
}

/** As much as a page or two of a huge page's rounding is fine; more than 2 MiB is not. */
const LIMIT_KIB = 2048;

function differences(r: NonNullable<RunInfo['recording']>): Row[] {
  return [
    ['samples', sayCount(r.samples.length)],
    ['AnonHugePages', sayBytes(r.worstAnonHugeKiB * 1024), r.worstAnonHugeKiB <= LIMIT_KIB ? 'ok' : 'bad'],
    ['Rss', sayBytes(r.worstRssKiB * 1024), r.worstRssKiB <= LIMIT_KIB ? 'ok' : 'bad'],
    ['flags differ', sayCount(r.flagsDiffer), r.flagsDiffer === 0 ? 'ok' : 'bad'],
  ];
}
