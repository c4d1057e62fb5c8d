/** What `npm run -s mm -- --read` prints: one object about all files together. */
import { type Message, worded } from '../base/language.ts';
import { CALLS, type Clock, type Evidence, type StatSample } from '../read/evidence.ts';
import type { Format } from '../read/format.ts';
import type { Joined } from '../read/join.ts';
import { NAMED } from '../read/named.ts';
import type { Reading } from '../read/read.ts';
import { SKIP_REASONS } from '../read/skips.ts';
import { vmasOf } from '../read/vmas.ts';
import { diagnose } from './diagnose.ts';
import type { Diagnosis } from './diagnosis.ts';
import { type Fit, fitOf } from './fit.ts';

/** VMAs that are printed of one file. */
const MOST_REGIONS = 1000;

export interface FileReport {
  readonly name: string;
  /** With the number of their lines that were read, most first; none when the file could not be placed. */
  readonly formats: readonly { readonly name: string; readonly title: string; readonly lines: number }[];
  readonly lines: number;
  readonly read: number;
  readonly skipped: readonly {
    readonly why: string;
    readonly count: number;
    /** Numbers of the first lines, and what the first one says, shortened. */
    readonly lines: readonly number[];
    readonly example: string;
  }[];
  readonly clock: Clock;
  readonly processes: readonly { readonly pid: number; readonly name: string }[];
  /** Memory that is spoken of: blocks of a guest, or VMAs as calls leave them. */
  readonly regions: readonly {
    readonly name: string;
    readonly start: number | null;
    readonly bytes: number;
    /** `rw-p`, and VmFlags that calls have set; not there for blocks. */
    readonly protection?: string;
    readonly flags?: string;
  }[];
  /** Operations on memory by name. */
  readonly operations: Readonly<Record<string, number>>;
  /** Events by name: of a trace, commands, answers and events of QMP; the most frequent ones. */
  readonly events: Readonly<Record<string, number>>;
  /** Statistics of migrations: how many samples, and what the last one with numbers says, by the names of `statistics.ts`; null for none. */
  readonly statistics: {
    readonly samples: number;
    readonly status: string;
    readonly values: StatSample['values'];
    readonly perVcpu: readonly number[];
  } | null;
  /** Other things that were found, by kind. */
  readonly found: Readonly<Record<string, number>>;
}

export interface Report {
  readonly files: readonly FileReport[];
  readonly diagnosis: readonly Diagnosis[];
  /** The scenario fitted from statistics, where there are enough. */
  readonly fit: Fit | null;
}

export function reportOf(readings: readonly Reading[]): Report {
  return { files: readings.map(fileReport), diagnosis: diagnose(readings), fit: fitOf(readings) };
}

export function fileReport({ name, formats, lines, read, skipped, evidence }: Reading): FileReport {
  const { calls, faults, verdicts, events } = evidence;
  const operations: Record<string, number> = {};
  for (let i = 0; i < calls.count; i++) {
    const call = CALLS[calls.name.at(i)]!;
    const what = call.endsWith('madvise') ? calls.texts.text(calls.detail.at(i)) || call : call;
    operations[what] = (operations[what] ?? 0) + 1;
  }
  const found = {
    faults: faults.count,
    verdicts: verdicts.count,
    events: events.count,
    statistics: evidence.statistics.length,
    maps: evidence.maps.length,
    regions: evidence.regions.length,
    folios: evidence.folios.length,
    knobs: evidence.knobs.length,
    remarks: evidence.remarks.length,
  };
  return {
    name,
    formats: formats.map(({ format, lines: n }) => ({
      name: format.name,
      title: say(format.title),
      lines: n,
    })),
    lines,
    read,
    skipped: skipped.map(({ reason, count, lines: at, example }) => ({
      why: say(SKIP_REASONS[reason]),
      count,
      lines: at,
      example,
    })),
    clock: evidence.clock,
    processes: [...evidence.processes.values()].map(({ pid, name: called }) => ({ pid, name: called })),
    regions: [
      ...evidence.blocks.map(({ id, start, bytes }) => ({
        name: id,
        start: Number.isNaN(start) ? null : start,
        bytes,
      })),
      ...vmasOf(evidence)
        .slice(0, MOST_REGIONS)
        .map(({ start, end, protection, flags }) => ({
          name: '',
          start,
          bytes: end - start,
          protection,
          flags: flags.join(' '),
        })),
    ],
    operations,
    events: eventsOf(evidence),
    statistics: statisticsOf(evidence.statistics),
    found: Object.fromEntries(Object.entries(found).filter(([, n]) => n > 0)),
  };
}

/** Names of events that are listed. */
const MOST_NAMES = 64;

function eventsOf({ events }: Evidence): Record<string, number> {
  const counts = new Map<number, number>();
  for (let i = 0; i < events.count; i++) {
    const name = events.name.at(i);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const most = [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST_NAMES);
  return Object.fromEntries(most.map(([name, n]) => [events.texts.text(name), n]));
}

function statisticsOf(samples: readonly StatSample[]): FileReport['statistics'] {
  const last = samples.findLast(({ values }) => Object.keys(values).length > 0);
  return last
    ? {
        samples: samples.length,
        status: samples.at(-1)!.status,
        values: last.values,
        perVcpu: last.perVcpu ?? [],
      }
    : null;
}

/** How files were joined to one timeline, and what of it there is. */
export interface JoinReport extends Omit<Joined, 'recording'> {
  /** Rows by kind; null where no timeline comes of the files. */
  readonly rows: Readonly<Record<string, number>> | null;
}

export function joinReport({ recording, ...how }: Joined): JoinReport {
  if (!recording) return { ...how, rows: null };
  const rows: Record<string, number> = {};
  for (const [, , kind] of recording.events) rows[kind] = (rows[kind] ?? 0) + 1;
  return { ...how, rows };
}

/** What to tell somebody whose file could not be placed; null when it was. */
export function adviceFor({ name, formats, lines, skipped, evidence }: Reading): string | null {
  const useful = evidence.remarks.length > 0 || formats.some(({ format }) => !format.instead);
  if (formats.length > 0 && useful) return null;
  const looks = (format: Format) => skipped.some(({ example }) => format.recognise(example) > 0);
  const other = formats[0]?.format ?? NAMED.find(looks);
  if (other) return worded`${name}: this is ${other.title}. ${other.instead!}`;
  return lines === 0
    ? worded`${name} is empty.`
    : worded`${name}: none of its ${lines} lines looks like strace, ftrace, perf, bpftrace, a QEMU trace, QMP, info migrate, smaps, page-types, a CRIU log or the kernel’s log. Give the whole file as the tool wrote it, not a picture or a summary of it.`;
}

const say = (text: Message): string => (typeof text === 'function' ? text() : text);
