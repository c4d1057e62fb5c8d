/** Why memory is not huge: each VMA of smaps is asked what the kernel asks (V10), in its order: the mode in sysfs, the switch of the
 *  process, VMA flags, size and alignment, then khugepaged. The first no is the answer; what was not printed is asked for. */
import { later, type Message, worded } from '../base/language.ts';
import { KIB, MIB, sayBytes, sayCount, sayPercent } from '../base/units.ts';
import { CALLS, KHUGEPAGED_EVENTS, type MapsDump, type VmaFacts } from '../read/evidence.ts';
import type { Reading } from '../read/read.ts';
import { type Diagnoser, type Diagnosis, MOST_PLACES, type Place } from './diagnosis.ts';
import { isRefusal, verdictMeaning } from './verdicts.ts';

const SYSFS = 'transparent_hugepage/';
/** Bytes under one PMD by the size of a page (KiB): x86-64 and arm64. */
const PMD_OF: Readonly<Record<number, number>> = { 4: 2 * MIB, 16: 32 * MIB, 64: 512 * MIB };

/** What is known beside the VMAs. */
interface Settings {
  /** Mode of 2 MiB pages; '' where not printed. */
  readonly mode: string;
  readonly modeAt: readonly Place[];
  /** A successful prctl(PR_SET_THP_DISABLE, 1). */
  readonly disabled: boolean;
  readonly disabledAt: readonly Place[];
  readonly pmd: number;
  /** khugepaged's most frequent refusal; '' for none. */
  readonly refusal: string;
}

/** Why a VMA has no huge page, in the order of the questions. The first five can be changed by who runs the process. */
const CAUSES = [
  'never',
  'disabled',
  'nohugepage',
  'notAdvised',
  'tooSmall',
  'ineligible',
  'mode',
  'unknown',
  'locked',
  'lazyfree',
  'khugepaged',
  'waiting',
  'empty',
] as const;
type Cause = (typeof CAUSES)[number];

interface CauseRow {
  readonly why: Message;
  readonly rules: readonly string[];
  readonly advice: Message | null;
}

const ROWS: Readonly<Record<Cause, CauseRow>> = {
  never: {
    why: later`transparent_hugepage/enabled is never`,
    rules: ['V10', 'V11'],
    advice: later`echo madvise > /sys/kernel/mm/transparent_hugepage/enabled, or always, and look at hugepages-2048kB/enabled as well.`,
  },
  disabled: {
    why: later`prctl(PR_SET_THP_DISABLE) switched huge pages off for the whole process; VmFlags do not show it, and hg does not help`,
    rules: ['V12', 'V13'],
    advice: later`Find who calls prctl(PR_SET_THP_DISABLE, 1): the program, a parent before exec, or a restore. The switch is inherited over fork and exec; prctl(PR_SET_THP_DISABLE, 0) ends it.`,
  },
  nohugepage: {
    why: later`the VMA is marked nh (MADV_NOHUGEPAGE)`,
    rules: ['V2', 'V3', 'H6'],
    advice: later`Find who calls madvise(MADV_NOHUGEPAGE): the allocator or runtime, or QEMU and CRIU in a migration. MADV_HUGEPAGE replaces the mark; no advice removes it.`,
  },
  notAdvised: {
    why: later`transparent_hugepage/enabled is madvise, and the VMA is not marked hg`,
    rules: ['V10', 'V2'],
    advice: later`Call madvise(MADV_HUGEPAGE) on this memory, or set transparent_hugepage/enabled to always.`,
  },
  tooSmall: {
    why: later`the VMA contains no whole aligned range of the size of a huge page`,
    rules: ['V10'],
    advice: later`Map more memory at once, aligned to the size of a huge page, and keep flags equal so that neighbours merge.`,
  },
  ineligible: {
    why: later`the kernel prints THPeligible 0, and none of its flags says why`,
    rules: ['V10', 'V12'],
    advice: later`Print transparent_hugepage/enabled and hugepages-2048kB/enabled, and THP_enabled in /proc/PID/status (0: prctl switched huge pages off).`,
  },
  mode: {
    why: later`its flags do not forbid huge pages, so transparent_hugepage/enabled decides, and no line shows it`,
    rules: ['V10'],
    advice: later`Print the mode: grep . /sys/kernel/mm/transparent_hugepage/*.`,
  },
  unknown: {
    why: later`neither its VmFlags nor THPeligible were printed`,
    rules: ['V10'],
    advice: later`Print VmFlags and THPeligible of the VMA, and the mode: grep . /sys/kernel/mm/transparent_hugepage/*.`,
  },
  locked: { why: later`its flags mark it as special memory`, rules: ['V10'], advice: null },
  lazyfree: {
    why: later`its pages were given back with MADV_FREE, and the kernel has not dropped them yet`,
    rules: ['Z9'],
    advice: null,
  },
  khugepaged: {
    why: later`it may have huge pages, but khugepaged refuses its regions`,
    rules: ['K4'],
    advice: null,
  },
  waiting: {
    why: later`it may have huge pages, but was filled with 4 KiB pages, and khugepaged has not made them huge yet`,
    rules: ['K2', 'K3', 'F2', 'H12'],
    advice: later`Wait for khugepaged, raise khugepaged/pages_to_scan, or call madvise(MADV_COLLAPSE). To see its verdicts, record the tracepoint huge_memory:mm_khugepaged_scan_pmd.`,
  },
  empty: { why: later`nothing is in it yet`, rules: ['K4.1'], advice: null },
};
/** How things are, with nothing that is wrong. */
const HARMLESS: ReadonlySet<Cause> = new Set(['empty', 'locked', 'lazyfree']);

interface Seen {
  readonly vma: VmaFacts;
  readonly dump: MapsDump;
  readonly place: Place;
}

interface Group {
  readonly cause: Cause;
  readonly seen: Seen[];
  bytes: number;
}

export const notHuge: Diagnoser = (readings) =>
  readings.flatMap((reading, file) => {
    const settings = settingsOf(readings, file);
    const seen = lastOfEach(reading, file);
    return [why(seen, settings), ...sums(reading, file)].filter((found) => found !== null);
  });

/** Each VMA as the last dump shows it. Those without an address are all different. */
function lastOfEach({ evidence }: Reading, file: number): Seen[] {
  const seen = new Map<string, Seen>();
  for (const dump of evidence.maps) {
    if (dump.total) continue;
    for (const vma of dump.vmas)
      seen.set(Number.isNaN(vma.start) ? `line ${vma.line}` : `${vma.start}`, {
        vma,
        dump,
        place: { file, line: vma.line },
      });
  }
  return [...seen.values()];
}

function settingsOf(readings: readonly Reading[], file: number): Settings {
  const order = [...readings.keys()].sort((a, b) => Number(b === file) - Number(a === file));
  const knob = (name: string) => {
    for (const i of order) {
      const found = readings[i]!.evidence.knobs.findLast((k) => k.name === SYSFS + name);
      if (found) return { value: found.value, at: [{ file: i, line: found.line }] };
    }
    return null;
  };
  const own = knob('hugepages-2048kB/enabled');
  const mode = own && own.value !== 'inherit' ? own : knob('enabled');
  const disabledAt = order.flatMap((i) => disabling(readings[i]!, i));
  return {
    mode: mode?.value ?? '',
    modeAt: mode?.at ?? [],
    disabled: disabledAt.length > 0,
    disabledAt,
    pmd: Number(knob('hpage_pmd_size')?.value ?? 0),
    refusal: refusalOf(readings),
  };
}

/** Calls that switched huge pages off, unless a later one switched them on. */
function disabling({ evidence: { calls } }: Reading, file: number): Place[] {
  const prctl = CALLS.indexOf('prctl');
  let found: Place[] = [];
  for (let i = 0; i < calls.count; i++) {
    if (calls.name.at(i) !== prctl || calls.result.at(i) !== 0) continue;
    const detail = calls.texts.text(calls.detail.at(i));
    if (!detail.startsWith('PR_SET_THP_DISABLE')) continue;
    const on = /^PR_SET_THP_DISABLE\W+1/.test(detail);
    found = on ? [...found, { file, line: calls.line.at(i) }].slice(-MOST_PLACES) : [];
  }
  return found;
}

function refusalOf(readings: readonly Reading[]): string {
  const counts = new Map<string, number>();
  const scan = KHUGEPAGED_EVENTS.indexOf('scan');
  for (const { evidence } of readings) {
    const { verdicts } = evidence;
    for (let i = 0; i < verdicts.count; i++) {
      const status = verdicts.texts.text(verdicts.status.at(i));
      if (verdicts.event.at(i) === scan && isRefusal(status))
        counts.set(status, (counts.get(status) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

/** Memory of VMAs that huge pages are for: anonymous, or without a name because grep left it out. */
function isAnonymous({ name }: VmaFacts): boolean {
  return name === '' || name === '[heap]' || name.startsWith('[anon') || name.startsWith('[stack');
}

const hugeOf = ({ fields }: VmaFacts): number | undefined => {
  const { AnonHugePages, ShmemPmdMapped, FilePmdMapped } = fields;
  return AnonHugePages === undefined && ShmemPmdMapped === undefined
    ? undefined
    : (AnonHugePages ?? 0) + (ShmemPmdMapped ?? 0) + (FilePmdMapped ?? 0);
};

/** KiB in memory. */
const filledOf = ({ fields }: VmaFacts): number | undefined => fields.Anonymous ?? fields.Rss;

/** The first no. */
function causeOf({ vma, dump }: Seen, settings: Settings): Cause {
  const refused = refusedBy(vma, dump, settings);
  if (refused) return refused;
  const { fields, flags } = vma;
  const { mode } = settings;
  if (fields.THPeligible === 0) return 'ineligible';
  const filled = filledOf(vma);
  if (filled === 0) return 'empty';
  const allowed = fields.THPeligible === 1 || mode === 'always' || (mode === 'madvise' && flags !== null);
  if (!allowed) return flags === null ? 'unknown' : 'mode';
  if (filled !== undefined && fields.LazyFree !== undefined && fields.LazyFree >= filled) return 'lazyfree';
  return settings.refusal === '' ? 'waiting' : 'khugepaged';
}

/** What settings, flags and size rule out. */
function refusedBy(
  { fields, flags, start, end }: VmaFacts,
  dump: MapsDump,
  settings: Settings,
): Cause | null {
  const { mode, disabled } = settings;
  if (mode === 'never') return 'never';
  const advised = flags?.includes('hg') ?? false;
  const switched = Number.isNaN(dump.thpDisable) ? Number(disabled) : dump.thpDisable;
  if (switched === 1 || (switched > 1 && !advised)) return 'disabled';
  if (flags?.includes('nh')) return 'nohugepage';
  if (flags?.some((flag) => flag === 'io' || flag === 'pf' || flag === 'ht')) return 'locked';
  if (mode === 'madvise' && flags && !advised) return 'notAdvised';
  const pmd = settings.pmd || PMD_OF[fields.KernelPageSize ?? 4] || 2 * MIB;
  const first = Math.ceil(start / pmd) * pmd;
  const whole = Number.isNaN(start) ? (fields.Size ?? pmd / KIB) * KIB >= pmd : first + pmd <= end;
  return whole ? null : 'tooSmall';
}

function why(seen: readonly Seen[], settings: Settings): Diagnosis | null {
  const anonymous = seen.filter(({ vma }) => isAnonymous(vma) && hugeOf(vma) !== undefined);
  if (anonymous.length === 0) return null;
  const huge = anonymous.filter(({ vma }) => hugeOf(vma)! > 0);
  const small = anonymous.filter(({ vma }) => hugeOf(vma) === 0);
  const groups = groupsOf(small, settings);
  const first = groups.find(({ cause }) => !HARMLESS.has(cause));
  const hugeKib = huge.reduce((sum, { vma }) => sum + hugeOf(vma)!, 0);
  const filledKib = anonymous.reduce((sum, { vma }) => sum + (filledOf(vma) ?? 0), 0);
  return {
    id: 'not-huge',
    kind: first ? 'trouble' : 'fact',
    answer: answerOf(anonymous.length, huge.length, hugeKib, first),
    reasons: groups.map((group) => reasonOf(group, settings)),
    numbers: {
      vmas: anonymous.length,
      hugeVmas: huge.length,
      filledKib,
      hugeKib,
      ...Object.fromEntries(groups.map(({ cause, seen: { length } }) => [`${cause}Vmas`, length])),
    },
    advice: adviceOf(groups, settings),
  };
}

function groupsOf(small: readonly Seen[], settings: Settings): Group[] {
  const groups = new Map<Cause, Group>();
  for (const one of small) {
    const cause = causeOf(one, settings);
    const group = groups.get(cause) ?? { cause, seen: [], bytes: 0 };
    groups.set(cause, group);
    group.seen.push(one);
    group.bytes += (filledOf(one.vma) ?? one.vma.fields.Size ?? 0) * KIB;
  }
  const rank = ({ cause }: Group) => (HARMLESS.has(cause) ? 1 : 0);
  return [...groups.values()].sort(
    (a, b) => rank(a) - rank(b) || b.bytes - a.bytes || CAUSES.indexOf(a.cause) - CAUSES.indexOf(b.cause),
  );
}

function answerOf(vmas: number, huge: number, hugeKib: number, first: Group | undefined): string {
  const of = sayCount(vmas);
  if (!first)
    return huge === 0
      ? worded`None of ${of} anonymous VMAs has a huge page, and none needs one.`
      : worded`Huge pages are in ${sayCount(huge)} of ${of} anonymous VMAs: ${sayBytes(hugeKib * KIB)}.`;
  const { why: because } = ROWS[first.cause];
  const [count, bytes] = [sayCount(first.seen.length), sayBytes(first.bytes)];
  return huge === 0
    ? worded`None of ${of} anonymous VMAs has a huge page. The reason for ${count} of them (${bytes}): ${because}.`
    : worded`Huge pages are in ${sayCount(huge)} of ${of} anonymous VMAs (${sayBytes(hugeKib * KIB)}). The reason for ${count} of the others (${bytes}): ${because}.`;
}

function reasonOf({ cause, seen, bytes }: Group, settings: Settings): Diagnosis['reasons'][number] {
  const row = ROWS[cause];
  const [count, size] = [sayCount(seen.length), sayBytes(bytes)];
  const beside = cause === 'never' || cause === 'notAdvised' ? settings.modeAt : [];
  const off = cause === 'disabled' ? settings.disabledAt : [];
  const lines = [...off, ...beside, ...seen.map(({ place }) => place)].slice(0, MOST_PLACES);
  const text =
    cause === 'khugepaged'
      ? worded`VMAs without a huge page: ${count} (${size}), because khugepaged refuses their regions with ${settings.refusal}: ${verdictMeaning(settings.refusal).meaning}.`
      : worded`VMAs without a huge page: ${count} (${size}), because ${row.why}.`;
  return { text, lines, rules: row.rules };
}

function adviceOf(groups: readonly Group[], { refusal }: Settings): string[] {
  const advice = groups.map(({ cause }) =>
    cause === 'khugepaged' ? verdictMeaning(refusal).advice : ROWS[cause].advice,
  );
  return advice.filter((one) => one !== null).map((one) => (typeof one === 'function' ? one() : one));
}

/** Sums over all VMAs: how much of the anonymous memory is huge. */
function sums({ evidence }: Reading, file: number): Diagnosis[] {
  return evidence.maps.flatMap(({ total, vmas }) => {
    const { fields, line } = vmas[0]!;
    const { AnonHugePages, Anonymous } = fields;
    if (!total || AnonHugePages === undefined || !Anonymous) return [];
    const small = (Anonymous - AnonHugePages) * KIB;
    return {
      id: 'huge-share',
      kind: 'fact',
      answer: worded`${sayPercent(AnonHugePages / Anonymous)} of the anonymous memory is huge: ${sayBytes(AnonHugePages * KIB)} of ${sayBytes(Anonymous * KIB)}.`,
      reasons: [
        {
          text: worded`The sum over all VMAs gives no reason for the other ${sayBytes(small)}.`,
          lines: [{ file, line }],
          rules: ['K12'],
        },
      ],
      numbers: { hugeKib: AnonHugePages, anonymousKib: Anonymous },
      advice: [worded`Print the whole smaps: the reason is in the lines of each VMA.`],
    } satisfies Diagnosis;
  });
}
