/** Who split huge pages: counters of vmstat and AnonHugePages of smaps as they change over a series, and the calls that cover a part of a
 *  2 MiB region. */
import { later, type Message, worded } from '../base/language.ts';
import { KIB, PMD_BYTES, sayBytes, sayCount } from '../base/units.ts';
import { CALLS, type Evidence, type Knob } from '../read/evidence.ts';
import type { Reading } from '../read/read.ts';
import { type Diagnoser, type Diagnosis, MOST_PLACES, type Place, type Reason } from './diagnosis.ts';

/** Counters, and what a higher value means. */
const COUNTERS: readonly (readonly [string, Message, readonly string[]])[] = [
  [
    'thp_split_pmd',
    later`mappings of huge pages were split into 512 entries: a part of each was dropped, protected, moved or written back`,
    ['Z2', 'Z4', 'V9'],
  ],
  [
    'thp_deferred_split_page',
    later`huge pages lost a part of their mappings and keep their 2 MiB until memory gets short`,
    ['Z7', 'H31'],
  ],
  ['thp_split_page', later`huge pages themselves were split into small pages`, ['Z7']],
];

interface Rise {
  readonly name: string;
  readonly by: number;
  readonly lines: readonly Place[];
  readonly seconds: number;
}

export const whoSplit: Diagnoser = (readings) =>
  readings.flatMap(({ evidence }: Reading, file) => {
    const rises = COUNTERS.flatMap(([name]) => riseOf(evidence.knobs, name, file) ?? []);
    const lost = lostBy(evidence, file);
    if (rises.length === 0 && lost.length === 0) return [];
    return [splitDiagnosis(rises, lost, partialDiscards(readings))];
  });

/** By how much a counter rose from the first to the last dump, and where the rises are. */
function riseOf(knobs: readonly Knob[], name: string, file: number): Rise | null {
  const values = knobs.filter((knob) => knob.name === `vmstat/${name}`);
  const lines: Place[] = [];
  for (const [i, { value, line }] of values.entries())
    if (i > 0 && Number(value) > Number(values[i - 1]!.value)) lines.push({ file, line });
  if (lines.length === 0) return null;
  const [first, last] = [values[0]!, values.at(-1)!];
  const seconds = last.time - first.time;
  return { name, by: Number(last.value) - Number(first.value), lines: lines.slice(0, MOST_PLACES), seconds };
}

interface Lost {
  readonly start: number;
  /** KiB: how much less is huge, and how much less is there. */
  readonly huge: number;
  readonly rss: number;
  readonly lines: readonly Place[];
}

/** VMAs whose huge pages became fewer while most of their memory stayed. */
function lostBy({ maps }: Evidence, file: number): Lost[] {
  const before = new Map<number, { huge: number; rss: number; line: number }>();
  const found: Lost[] = [];
  for (const { vmas } of maps)
    for (const { start, line, fields } of vmas) {
      const [huge, rss] = [fields.AnonHugePages, fields.Rss ?? fields.Anonymous];
      if (Number.isNaN(start) || huge === undefined || rss === undefined) continue;
      const was = before.get(start);
      if (was && was.huge - huge > Math.max(was.rss - rss, 0) && found.length < 1000)
        found.push({
          start,
          huge: was.huge - huge,
          rss: was.rss - rss,
          lines: [was.line, line].map((at) => ({ file, line: at })),
        });
      before.set(start, { huge, rss, line });
    }
  return found;
}

/** Successful MADV_DONTNEED that cover a 2 MiB region in part. */
function partialDiscards(readings: readonly Reading[]): { count: number; lines: Place[] } {
  const lines: Place[] = [];
  let count = 0;
  for (const [file, { evidence }] of readings.entries()) {
    const { calls } = evidence;
    for (let i = 0; i < calls.count; i++) {
      if (!CALLS[calls.name.at(i)]!.endsWith('madvise') || calls.result.at(i) < 0) continue;
      if (!calls.texts.text(calls.detail.at(i)).startsWith('MADV_DONTNEED')) continue;
      const [start, length] = [calls.start.at(i), calls.length.at(i)];
      if (start % PMD_BYTES === 0 && length % PMD_BYTES === 0) continue;
      count++;
      if (lines.length < MOST_PLACES) lines.push({ file, line: calls.line.at(i) });
    }
  }
  return { count, lines };
}

function splitDiagnosis(
  rises: readonly Rise[],
  lost: readonly Lost[],
  discards: { count: number; lines: readonly Place[] },
): Diagnosis {
  const [first] = rises;
  const hugeKib = lost.reduce((sum, { huge }) => sum + huge, 0);
  const reasons: Reason[] = rises.map(({ name, by, lines }) => {
    const [, meaning, rules] = COUNTERS.find(([own]) => own === name)!;
    return { text: worded`${name} rose by ${sayCount(by)}: ${meaning}.`, lines, rules };
  });
  if (lost.length > 0)
    reasons.push({
      text: worded`AnonHugePages fell by ${sayBytes(hugeKib * KIB)}, Rss by ${sayBytes(
        Math.max(
          0,
          lost.reduce((sum, { rss }) => sum + rss, 0),
        ) * KIB,
      )}: the rest is still there, in 4 KiB pages.`,
      lines: lost.flatMap(({ lines }) => lines).slice(0, MOST_PLACES),
      rules: ['Z2', 'Z4'],
    });
  if (discards.count > 0)
    reasons.push({
      text: worded`MADV_DONTNEED calls that cover a 2 MiB region in part: ${sayCount(discards.count)}. The first one in each huge page splits it.`,
      lines: discards.lines,
      rules: ['Z2', 'H31'],
    });
  return {
    id: 'huge-pages-split',
    kind: 'trouble',
    answer: first
      ? worded`Huge pages were split: ${first.name} rose by ${sayCount(first.by)}.`
      : worded`Huge pages were split: ${sayBytes(hugeKib * KIB)} less are huge, and most of that memory is still there.`,
    reasons,
    numbers: {
      ...Object.fromEntries(rises.map(({ name, by }) => [name, by])),
      ...(hugeKib > 0 ? { hugeKibLost: hugeKib } : {}),
      ...(first && first.seconds > 0 ? { seconds: first.seconds } : {}),
      partialDiscards: discards.count,
    },
    advice:
      discards.count > 0
        ? [
            worded`Give memory back in whole aligned 2 MiB regions, or accept small pages there with MADV_NOHUGEPAGE.`,
          ]
        : [
            worded`To see who splits, record strace -f -e trace=memory of the process, or the tracepoint of the system call madvise.`,
          ],
  };
}
