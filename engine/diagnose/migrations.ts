/** Migrations that statistics are about: samples of one monitor in order, until another migration begins. What the destination alone
 *  says, blocktimes, is beside them. */
import { MS, PAGE_BYTES, sayNumber, sayTime } from '../base/units.ts';
import type { Evidence, StatSample } from '../read/evidence.ts';
import type { Reading } from '../read/read.ts';
import type { StatName } from '../read/statistics.ts';
import type { Place } from './diagnosis.ts';

/** Settings that were in force, in QEMU's units; NaN where no line says. */
export interface Settings {
  readonly maxBandwidth: number;
  readonly maxPostcopyBandwidth: number;
  readonly downtimeLimitMs: number;
  /** True, false, or null where not said. */
  readonly postcopy: boolean | null;
  readonly autoConverge: boolean | null;
  readonly preempt: boolean | null;
}

export interface Migration {
  /** Index into the readings, and the samples with status and numbers. */
  readonly file: number;
  readonly samples: readonly StatSample[];
  /** The last of them. */
  readonly last: StatSample;
  /** The status at the end, and the line that says so: events of QEMU may come after the last sample. */
  readonly status: string;
  readonly line: number;
  /** The latest number of each statistic; of a migration that ended after its last sample what the events say, and nothing else. */
  readonly values: StatSample['values'];
  readonly pageBytes: number;
  readonly settings: Settings;
  /** Later samples are left out, because a setting was changed. */
  readonly isCut: boolean;
}

const OVER: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled']);

/** QEMU's default of downtime-limit, ms (migration/options.c DEFAULT_MIGRATE_SET_DOWNTIME). */
export const DEFAULT_LIMIT_MS = 300;

export const isOver = (status: string): boolean => OVER.has(status);
export const isPostcopy = (status: string): boolean => status.startsWith('postcopy');

/** What a destination says: blocktimes and latencies, nothing of what was sent. */
export const isDestination = ({ values, perVcpu }: StatSample): boolean =>
  (perVcpu !== undefined || values.blocktimeMs !== undefined || values.latencyUs !== undefined) &&
  values.transferredBytes === undefined;

/** Whether `next` belongs to another migration than what came before it. */
function beginsAnew(before: StatSample, next: StatSample): boolean {
  const [was, is] = [before.values.totalMs, next.values.totalMs];
  if (isOver(before.status) && !isOver(next.status)) return true;
  if ((before.source ?? '') !== (next.source ?? '')) return true;
  return was !== undefined && is !== undefined && is < was;
}

/** All migrations of the files, in their order. */
export function migrationsOf(readings: readonly Reading[]): Migration[] {
  return readings.flatMap(({ evidence }, file) => {
    const groups: StatSample[][] = [];
    for (const sample of evidence.statistics) {
      if (isDestination(sample)) continue;
      const group = groups.at(-1);
      if (group && !beginsAnew(group.at(-1)!, sample)) group.push(sample);
      else groups.push([sample]);
    }
    return groups.map((samples) => migrationOf(file, samples, readings));
  });
}

function migrationOf(
  file: number,
  samples: readonly StatSample[],
  readings: readonly Reading[],
  isCut = false,
): Migration {
  const values: Partial<Record<StatName, number>> = {};
  for (const sample of samples) Object.assign(values, sample.values);
  const last = samples.at(-1)!;
  // The end of one that is cut is not that of the whole.
  const end = isOver(last.status) || isCut ? null : endOf(readings[file]!.evidence, last.line);
  return {
    file,
    samples,
    last,
    status: end?.status ?? last.status,
    line: end?.line ?? last.line,
    values: end ? end.values : values,
    pageBytes: values.pageBytes || PAGE_BYTES,
    settings: settingsOf(readings, file, last),
    isCut,
  };
}

const CHANGEABLE: ReadonlySet<string> = new Set(['migration/downtime-limit', 'migration/max-bandwidth']);
/** Samples that are enough to go by. */
const ENOUGH = 4;

/** The migration until bandwidth or limit were changed under way; the whole when they were not, or at its beginning. */
export function beforeChange(readings: readonly Reading[], migration: Migration): Migration {
  const { file, samples, last } = migration;
  const values = new Map<string, string>();
  for (const { name, value, line } of readings[file]!.evidence.knobs) {
    if (line > last.line || !CHANGEABLE.has(name)) continue;
    const was = values.get(name);
    values.set(name, value);
    if (was === undefined || was === value || line < samples[0]!.line) continue;
    const before = samples.filter((sample) => sample.line < line);
    return before.length < ENOUGH ? migration : migrationOf(file, before, readings, true);
  }
  return migration;
}

/** What events say of a migration that was under way in line `after` and then ended; null when it did not. */
function endOf({ events }: Evidence, after: number) {
  let [began, passes] = [Number.NaN, 0];
  for (let i = 0; i < events.count; i++) {
    const name = events.texts.text(events.name.at(i));
    if (name === 'MIGRATION_PASS') passes = events.a.at(i);
    if (name !== 'MIGRATION') continue;
    const status = events.texts.text(events.text.at(i));
    const line = events.line.at(i);
    if (status === 'setup') {
      if (line > after) return null;
      began = events.time.at(i);
    } else if (line > after && isOver(status)) {
      const totalMs = Math.round((events.time.at(i) - began) * 1000);
      const values = { ...(totalMs >= 0 ? { totalMs } : {}), ...(passes > 0 ? { dirtySyncs: passes } : {}) };
      return { status, line, values };
    }
  }
  return null;
}

/** Settings of the file, or, of several read together, of any that has them. */
function settingsOf(readings: readonly Reading[], file: number, last: StatSample): Settings {
  const own = readings[file]!.evidence.knobs.filter(({ line }) => line <= last.line);
  const all = [...readings.flatMap(({ evidence }, i) => (i === file ? [] : evidence.knobs)), ...own];
  const said = (name: string) => all.findLast((knob) => knob.name === `migration/${name}`)?.value;
  const number = (name: string) => Number(said(name) ?? Number.NaN);
  const isOn = (name: string) => {
    const value = said(name);
    return value === undefined ? null : value === 'on';
  };
  return {
    maxBandwidth: number('max-bandwidth'),
    maxPostcopyBandwidth: number('max-postcopy-bandwidth'),
    downtimeLimitMs: number('downtime-limit'),
    postcopy: isOn('postcopy-ram'),
    autoConverge: isOn('auto-converge'),
    preempt: isOn('postcopy-preempt'),
  };
}

/** Samples of destinations, with their file. */
export const destinationsOf = (readings: readonly Reading[]): { file: number; sample: StatSample }[] =>
  readings.flatMap(({ evidence }, file) =>
    evidence.statistics.filter(isDestination).map((sample) => ({ file, sample })),
  );

export const placeOf = ({ file }: { readonly file: number }, { line }: { readonly line: number }): Place => ({
  file,
  line,
});
/** The line that says how it is at the end. */
export const endPlace = (migration: Migration): Place => placeOf(migration, migration);

/** Milliseconds as QEMU counts them: `162 ms`, `42.192 s`. */
export const sayMs = (ms: number): string =>
  ms < 1000 && (ms >= 1 || ms === 0) ? `${sayNumber(ms)} ms` : sayTime(Math.round(ms * MS));

/** The middle one of numbers; NaN of none. */
export function median(numbers: readonly number[]): number {
  if (numbers.length === 0) return Number.NaN;
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >>> 1]!;
}

/** What the link carries while nothing stops it, bytes per second: the middle of what the samples say; NaN where none does. */
export function bandwidthOf({ samples, pageBytes }: Migration): number {
  const said = samples
    .map(({ values }) => values.bandwidthBytesPerSecond || (values.sentPagesPerSecond ?? 0) * pageBytes)
    .filter((n) => n > 0);
  if (said.length > 0) return median(said);
  const rates = samples.map(({ values }) => ((values.transferredBytes ?? 0) * 1000) / (values.totalMs ?? 0));
  return median(rates.filter((n) => n > 0 && Number.isFinite(n)));
}

/** Bytes of guest memory that are dirty right after a sync: the most of what remains in one round; NaN before the second sync. */
export function dirtySetOf({ samples, pageBytes }: Migration): number {
  const rounds = samples.filter(
    ({ status, values }) => status === 'active' && (values.dirtySyncs ?? 0) >= 3 && values.remainingBytes,
  );
  const remaining = Math.max(...rounds.map(({ values }) => values.remainingBytes!), Number.NEGATIVE_INFINITY);
  if (remaining > 0) return remaining;
  const last = samples.findLast(({ values }) => values.dirtyPagesPerSecond && values.expectedDowntimeMs);
  if (!last) return Number.NaN;
  // QEMU's own estimate is what was dirty at the last sync by bandwidth.
  const { bandwidthBytesPerSecond = Number.NaN, expectedDowntimeMs = Number.NaN } = last.values;
  return Math.ceil((bandwidthBytesPerSecond * expectedDowntimeMs) / 1000 / pageBytes) * pageBytes;
}
