/** What khugepaged did over the time of a log: which regions it refused and why, which it collapsed, and how much memory came back in
 *  holes that it filled. */
import { worded } from '../base/language.ts';
import { PAGE_BYTES, PMD_BYTES, sayBytes, sayCount, sayNumber } from '../base/units.ts';
import { KHUGEPAGED_EVENTS, type Verdicts } from '../read/evidence.ts';
import { type Diagnoser, type Diagnosis, MOST_PLACES, type Place, type Reason } from './diagnosis.ts';
import { isRefusal, verdictMeaning } from './verdicts.ts';

const SCAN = KHUGEPAGED_EVENTS.indexOf('scan');
/** Reasons for refusals that are told. */
const MOST_REASONS = 4;

interface Group {
  readonly status: string;
  count: number;
  readonly places: Place[];
  /** Pages at which scans began: as many regions. */
  readonly pages: Set<number>;
  /** Empty entries and zero pages of all these regions, where printed. */
  none: number;
  referenced: number;
  from: number;
  to: number;
}

export const khugepagedVerdicts: Diagnoser = (readings) =>
  readings.flatMap(({ evidence }, file) => {
    const groups = groupsOf(evidence.verdicts, file);
    if (groups.length === 0) return [];
    return [refused(groups), collapsed(groups), filled(groups)].filter((found) => found !== null);
  });

/** Scans by verdict, most frequent first. */
function groupsOf(verdicts: Verdicts, file: number): Group[] {
  const groups = new Map<number, Group>();
  for (let i = 0; i < verdicts.count; i++) {
    if (verdicts.event.at(i) !== SCAN) continue;
    const key = verdicts.status.at(i);
    const time = verdicts.time.at(i);
    let group = groups.get(key);
    if (!group) {
      const status = verdicts.texts.text(key);
      group = {
        status,
        count: 0,
        places: [],
        pages: new Set(),
        none: 0,
        referenced: 0,
        from: time,
        to: time,
      };
      groups.set(key, group);
    }
    group.count++;
    group.to = time;
    if (group.places.length < MOST_PLACES) group.places.push({ file, line: verdicts.line.at(i) });
    if (verdicts.pfn.at(i) > 0 && group.pages.size < 1 << 16) group.pages.add(verdicts.pfn.at(i));
    group.none += verdicts.none.at(i) || 0;
    group.referenced += verdicts.referenced.at(i) || 0;
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

const sum = (groups: readonly Group[], of: (group: Group) => number): number =>
  groups.reduce((all, group) => all + of(group), 0);

function refused(groups: readonly Group[]): Diagnosis | null {
  const no = groups.filter(({ status }) => isRefusal(status));
  if (no.length === 0) return null;
  const succeeded = groups.find(({ status }) => status === 'succeeded')?.count ?? 0;
  const refusals = sum(no, ({ count }) => count);
  const most = no[0]!;
  const all = no.length === 1 && succeeded === 0;
  const { meaning } = verdictMeaning(most.status);
  const said = sayCount(refusals);
  return {
    id: 'khugepaged-refuses',
    kind: all || most.count > succeeded ? 'trouble' : 'fact',
    answer: all
      ? worded`khugepaged refused all ${said} regions that it examined, each with ${most.status}: ${meaning}.`
      : worded`khugepaged refused ${said} times and collapsed ${sayCount(succeeded)} regions. Most frequent: ${most.status}, because ${meaning}.`,
    reasons: no.slice(0, MOST_REASONS).map(reasonOf),
    numbers: {
      refusals,
      collapses: succeeded,
      kinds: no.length,
      regions: most.pages.size,
      ...(most.to > most.from ? { seconds: most.to - most.from } : {}),
    },
    advice: no
      .slice(0, MOST_REASONS)
      .map(({ status }) => verdictMeaning(status).advice)
      .filter((advice) => advice !== null)
      .map((advice) => (typeof advice === 'function' ? advice() : advice)),
  };
}

function reasonOf({ status, count, places, pages, none, referenced }: Group): Reason {
  const { meaning, rules } = verdictMeaning(status);
  const each = (n: number) => sayNumber(n / count, 0);
  const text =
    pages.size > 0 && pages.size < count
      ? worded`${status}, ${sayCount(count)} times on ${sayCount(pages.size)} regions (${each(referenced)} of 512 pages referenced, ${each(none)} empty on average): ${meaning}.`
      : worded`${status}, ${sayCount(count)} times (${each(referenced)} of 512 pages referenced, ${each(none)} empty on average): ${meaning}.`;
  return { text, lines: places, rules };
}

function collapsed(groups: readonly Group[]): Diagnosis | null {
  const done = groups.find(({ status }) => status === 'succeeded');
  if (!done) return null;
  const seconds = done.to - done.from;
  return {
    id: 'khugepaged-collapses',
    kind: 'fact',
    answer:
      seconds > 0
        ? worded`khugepaged made ${sayCount(done.count)} huge pages (${sayBytes(done.count * PMD_BYTES)}) in ${sayNumber(seconds, 1)} s.`
        : worded`khugepaged made ${sayCount(done.count)} huge pages (${sayBytes(done.count * PMD_BYTES)}).`,
    reasons: [
      {
        text: worded`The scan of each of these regions succeeded.`,
        lines: done.places,
        rules: ['K5', 'K6'],
      },
    ],
    numbers: {
      collapses: done.count,
      bytes: done.count * PMD_BYTES,
      ...(seconds > 0 ? { seconds, bytesPerSecond: (done.count * PMD_BYTES) / seconds } : {}),
    },
    advice: [],
  };
}

/** Why memory comes back: a collapse makes 2 MiB resident, holes and all. */
function filled(groups: readonly Group[]): Diagnosis | null {
  const done = groups.find(({ status }) => status === 'succeeded');
  if (!done || done.none === 0) return null;
  const bytes = done.none * PAGE_BYTES;
  return {
    id: 'memory-comes-back',
    kind: bytes >= PMD_BYTES ? 'trouble' : 'fact',
    answer: worded`Collapses filled ${sayCount(done.none)} empty or zero pages with memory: ${sayBytes(bytes)} that the process had given back or never touched are resident again.`,
    reasons: [
      {
        text: worded`${sayCount(done.count)} regions were collapsed with ${sayNumber(done.none / done.count, 1)} holes of 512 on average. A hole becomes a page of zeroes inside the huge page.`,
        lines: done.places,
        rules: ['K5', 'K4.3', 'H1'],
      },
    ],
    numbers: { holes: done.none, bytes, collapses: done.count },
    advice: [
      worded`Set khugepaged/max_ptes_none to 0 to keep holes: then only regions with all 512 pages are collapsed.`,
      worded`Set MADV_NOHUGEPAGE on memory that is given back page by page.`,
    ],
  };
}
