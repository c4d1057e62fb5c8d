/** How well the engine predicts what was measured in a recording. Fetched with the first recording. */
import { PAGE_BYTES, PMD_BYTES, type RunInfo, sayBytes } from '../../engine/index.ts';
import { findings as words } from '../texts/why.ts';
import './findings.css';

/** A prediction may be off by a huge page while a call that maps or splits one is under way; more is a difference. */
const LIMIT_KIB = PMD_BYTES / 1024;

/** How well the engine predicts what smaps measured, a sentence each. */
export default function Findings({
  recording: { samples, worstAnonHugeKiB, worstRssKiB, flagsDiffer },
  pages,
}: {
  recording: NonNullable<RunInfo['recording']>;
  pages: number;
}) {
  const most = (of: (sample: (typeof samples)[number]) => number): string =>
    sayBytes(samples.reduce((top, sample) => Math.max(top, of(sample)), 0) * 1024);
  const off = (what: string, kib: number, top: string): string =>
    kib === 0 ? words.exact(what) : words.never(what, sayBytes(kib * 1024), top, Math.round(kib / LIMIT_KIB));
  const findings: readonly (readonly [text: string, holds: boolean])[] = [
    [
      off(
        'AnonHugePages',
        worstAnonHugeKiB,
        most((s) => s.anonHuge),
      ),
      worstAnonHugeKiB <= LIMIT_KIB,
    ],
    [
      off(
        'Rss',
        worstRssKiB,
        most((s) => s.rss),
      ),
      worstRssKiB <= LIMIT_KIB,
    ],
    [flagsDiffer === 0 ? words.flagsPredicted : words.flagsDiffer(flagsDiffer), flagsDiffer === 0],
  ];
  return (
    <>
      <p>{words.samples(samples.length, sayBytes(pages * PAGE_BYTES))}</p>
      <ul className="findings">
        {findings.map(([text, holds]) => (
          <li key={text} className={holds ? 'ok' : 'bad'}>
            <span>{text}</span>
          </li>
        ))}
      </ul>
      <p className="muted">{words.predictedFrom}</p>
    </>
  );
}
