/** A scenario fitted from statistics alone: guest size, zero pages, bandwidths, limit and what the guest writes, such that the course of
 *  the migration (`rounds.ts`) has the measured figures. Pure; `rehearse.ts` runs the scenario in the engine. */
import { worded } from '../base/language.ts';
import { KIB, PAGE_BYTES, PMD_BYTES } from '../base/units.ts';
import type { Reading } from '../read/read.ts';
import type { Place } from './diagnosis.ts';
import {
  bandwidthOf,
  beforeChange,
  DEFAULT_LIMIT_MS,
  dirtySetOf,
  isPostcopy,
  type Migration,
  migrationsOf,
  placeOf,
} from './migrations.ts';
import { type Course, courseOf, type Figures, PAGE_ON_WIRE, PATTERNS, type PatternName } from './rounds.ts';
import { FIT_PRESET, type FitOverrides, overridesFor, scaleOf, type WhatIf, whatIfsOf } from './whatifs.ts';

/** Rates of writing that are tried, from 4 KiB per second to so many times the bandwidth, in so many steps; then finer ones. */
const LEAST_RATE = 4 * KIB;
const MOST_TIMES = 16;
const STEPS = 96;
/** How often bandwidths are set anew, so that times fit. */
const TURNS = 4;
export interface FitFigure {
  /** With the unit in the name, as statistics have it. */
  readonly name:
    | 'totalMs'
    | 'downtimeMs'
    | 'transferredBytes'
    | 'normalPages'
    | 'postcopyBytes'
    | 'dirtySetBytes'
    | 'bandwidthBytesPerSecond';
  readonly title: string;
  readonly measured: number;
  readonly fitted: number;
  /** (fitted − measured) / measured. Null for a downtime: QEMU’s own leaves out the discards, and a few ms have no percent. */
  readonly error: number | null;
}

/** A sample as a point of curves; null where it does not say. */
export interface CurvePoint {
  readonly ms: number;
  readonly remainingBytes: number | null;
  readonly transferredBytes: number | null;
  readonly dirtyPagesPerSecond: number | null;
}

export interface Fit {
  /** The sample that it is about, at the end. */
  readonly place: Place;
  readonly status: string;
  readonly preset: typeof FIT_PRESET;
  readonly overrides: FitOverrides;
  /** The scenario has 1/scale of the guest and of all rates, so that it runs in seconds. Bytes of curves and figures are of the real one. */
  readonly scale: number;
  /** What is predicted for the fitted scenario, bytes and pages of the real guest. */
  readonly predicted: { readonly totalMs: number | null; readonly downtimeMs: number | null };
  readonly figures: readonly FitFigure[];
  readonly curve: readonly CurvePoint[];
  readonly whatIfs: readonly WhatIf[];
  /** What no line said and was taken for granted, one sentence each. */
  readonly assumed: readonly string[];
}

/** What is to be met; NaN where no line says. */
interface Measured {
  readonly totalMs: number;
  readonly normalPages: number;
  readonly postcopyPages: number;
  readonly dirtyPages: number;
  readonly dirtyPagesPerSecond: number;
  readonly syncs: number;
  /** The guest touches at least so much per second: pages that the destination asked for. */
  readonly leastRate: number;
  /** It ended by precopy; it did not end although it went on for long. */
  readonly ended: boolean;
  readonly stuck: boolean;
}

/** The scenario of the migration with most samples; null where statistics are too few: no size, no bandwidth, no second dirty sync. */
export function fitOf(readings: readonly Reading[]): Fit | null {
  const usable = migrationsOf(readings)
    .map((migration) => beforeChange(readings, migration))
    .filter(isUsable);
  const migration = usable.reduce<Migration | null>(
    (best, one) => (best && best.samples.length >= one.samples.length ? best : one),
    null,
  );
  return migration && fitted(migration);
}

function isUsable({ values, status }: Migration): boolean {
  const { totalBytes, totalMs, transferredBytes, dirtySyncs, normalPages, dirtyPagesPerSecond = 0 } = values;
  if (!totalBytes || !totalMs || !transferredBytes || normalPages === undefined) return false;
  return status === 'completed' || isPostcopy(status) || ((dirtySyncs ?? 0) >= 2 && dirtyPagesPerSecond > 0);
}

function fitted(migration: Migration): Fit {
  const measured = measuredOf(migration);
  const course = courseThatFits(migration, measured);
  const figures = courseOf(course);
  const scale = scaleOf(course);
  const overrides = overridesFor(course, scale);
  return {
    place: placeOf(migration, migration),
    status: migration.status,
    preset: FIT_PRESET,
    overrides,
    scale,
    predicted: {
      totalMs: figures.ends ? Math.round(figures.totalMs) : null,
      downtimeMs: figures.ends ? Math.round(figures.downtimeMs) : null,
    },
    figures: figuresOf(migration, measured, course, figures),
    curve: curveOf(migration),
    whatIfs: whatIfsOf(course, scale),
    assumed: assumedOf(migration),
  };
}

function measuredOf(migration: Migration): Measured {
  const { values, status, pageBytes, settings } = migration;
  const { totalMs = Number.NaN, remainingBytes = 0, postcopyBytes = 0, dirtySyncs = Number.NaN } = values;
  const inPostcopy = isPostcopy(status);
  const rate = settings.maxPostcopyBandwidth > 0 ? settings.maxPostcopyBandwidth : bandwidthOf(migration);
  const rated = migration.samples.findLast((sample) => sample.values.dirtyPagesPerSecond);
  const isOver = status === 'completed';
  return {
    // What remains in postcopy is known: so is the end.
    totalMs: inPostcopy ? totalMs + (remainingBytes * 1000) / rate : isOver ? totalMs : Number.NaN,
    normalPages: (values.normalPages ?? Number.NaN) + (inPostcopy ? remainingBytes / pageBytes : 0),
    postcopyPages:
      postcopyBytes > 0 ? (postcopyBytes + (inPostcopy ? remainingBytes : 0)) / PAGE_ON_WIRE : Number.NaN,
    dirtyPages: isOver || inPostcopy ? Number.NaN : dirtySetOf(migration) / PAGE_BYTES,
    dirtyPagesPerSecond: ((rated?.values.dirtyPagesPerSecond ?? Number.NaN) * pageBytes) / PAGE_BYTES,
    syncs: dirtySyncs,
    leastRate: postcopyBytes > 0 ? ((values.postcopyRequests ?? 0) * PAGE_BYTES * rate) / postcopyBytes : 0,
    ended: isOver && postcopyBytes === 0,
    stuck: !isOver && !inPostcopy,
  };
}

/** The course with what is known set, before anything is fitted. */
function courseAtFirst(migration: Migration): Course {
  const { values, settings, status } = migration;
  const { totalBytes = 0, zeroPages = 0, normalPages = 0 } = values;
  const guest = Math.max(PMD_BYTES, Math.round(totalBytes / PMD_BYTES) * PMD_BYTES);
  const all = guest / PAGE_BYTES;
  const seen = (values.dirtySyncs ?? 2) >= 2 ? totalBytes / migration.pageBytes : zeroPages + normalPages;
  const percent = Math.min(100, Math.round((100 * zeroPages) / seen));
  const zero = Math.round((all * percent) / 100);
  const measured = bandwidthOf(migration);
  const most = settings.maxBandwidth;
  // A link that was never as fast as it may be is told by what it carried.
  const bandwidth = most > 0 && most < 2 * measured ? Math.max(most, 1) : measured;
  return {
    pages: all - zero,
    zeroPages: zero,
    pattern: 'uniform',
    dirtyRate: 0,
    bandwidth,
    postcopyBandwidth: settings.maxPostcopyBandwidth > 0 ? settings.maxPostcopyBandwidth : 0,
    limitMs: Number.isNaN(settings.downtimeLimitMs) ? DEFAULT_LIMIT_MS : settings.downtimeLimitMs,
    preempt: settings.preempt === true,
    // At its maximum it did not help, and a simulated guest would obey it.
    autoConverge: settings.autoConverge === true && (values.throttlePercent ?? 0) < 99,
    postcopyAt: isPostcopy(status) || (values.postcopyBytes ?? 0) > 0 ? 'one-pass' : null,
  };
}

/** When postcopy began: after one pass, or at another time, by the bytes that went before. */
function postcopyStart({ values }: Migration, course: Course): Course['postcopyAt'] {
  if (course.postcopyAt === null) return null;
  const { transferredBytes = 0, postcopyBytes = 0 } = values;
  const before = transferredBytes - postcopyBytes;
  const pass = course.pages * PAGE_ON_WIRE;
  if (before > 0.97 * pass && before < 1.08 * pass) return 'one-pass';
  return Math.round((before * 1000) / course.bandwidth);
}

/** Bandwidths such that it takes the measured time, and writes such that it sends the measured pages; in turns. */
function courseThatFits(migration: Migration, measured: Measured): Course {
  let course = courseAtFirst(migration);
  for (let turn = 0; turn < TURNS; turn++) {
    course = withWrites({ ...course, postcopyAt: postcopyStart(migration, course) }, measured);
    const { totalMs, ends } = courseOf(course);
    const slower = ends && measured.totalMs > 0 ? totalMs / measured.totalMs : 1;
    course = {
      ...course,
      bandwidth: Math.max(1, Math.round(course.bandwidth * slower)),
      postcopyBandwidth: Math.round(course.postcopyBandwidth * slower),
    };
  }
  return { ...course, postcopyAt: postcopyStart(migration, course) };
}

/** The pattern and rate of writing that meet the measured figures best. */
function withWrites(course: Course, measured: Measured): Course {
  let best = course;
  let least = Number.POSITIVE_INFINITY;
  const look = (pattern: PatternName, dirtyRate: number): void => {
    const tried = { ...course, pattern, dirtyRate: Math.round(Math.max(dirtyRate, measured.leastRate)) };
    const far = distance(courseOf(tried), tried, measured) + dearer(dirtyRate);
    if (far >= least) return;
    least = far;
    best = tried;
  };
  const most = MOST_TIMES * course.bandwidth;
  const step = (most / LEAST_RATE) ** (1 / STEPS);
  for (const pattern of Object.keys(PATTERNS) as PatternName[]) {
    look(pattern, 0);
    for (let n = 0; n <= STEPS; n++) look(pattern, LEAST_RATE * step ** n);
  }
  const { pattern, dirtyRate } = best;
  for (let n = -20; n <= 20; n++) look(pattern, dirtyRate * step ** (n / 20));
  return best;
}

/** Between two fits that are as good the guest that writes less: what hardly matters is not made up. */
const dearer = (rate: number): number => 1e-3 * Math.log1p(rate / LEAST_RATE);

/** Pages below which differences do not count. */
const GRAIN = 64;
const off = (made: number, wanted: number): number =>
  Number.isNaN(wanted) ? 0 : Math.log((made + GRAIN) / (wanted + GRAIN)) ** 2;

function distance(made: Figures, { pages }: Course, measured: Measured): number {
  if ((measured.ended && !made.ends) || (measured.stuck && made.ends)) return 1e6 + made.dirtyPages;
  const again = (normal: number): number => Math.max(0, normal - pages);
  return (
    (measured.stuck ? 0 : off(again(made.normalPages), again(measured.normalPages))) +
    off(made.postcopyPages, measured.postcopyPages) +
    off(made.dirtyPages, measured.dirtyPages) +
    (Number.isNaN(measured.postcopyPages)
      ? 0.25 * off(made.dirtyPagesPerSecond, measured.dirtyPagesPerSecond)
      : 0) +
    (measured.ended && measured.syncs > 0 ? 0.05 * Math.log(made.syncs / measured.syncs) ** 2 : 0)
  );
}

function figuresOf(migration: Migration, measured: Measured, course: Course, made: Figures): FitFigure[] {
  const { values, settings } = migration;
  const rows: [FitFigure['name'], string, number, number][] = [
    ['totalMs', worded`total time`, measured.totalMs, made.ends ? made.totalMs : Number.NaN],
    ['downtimeMs', worded`downtime`, values.downtimeMs ?? Number.NaN, made.downtimeMs],
    [
      'transferredBytes',
      worded`transferred`,
      Number.isNaN(measured.totalMs)
        ? Number.NaN
        : (values.transferredBytes ?? Number.NaN) +
          (isPostcopy(migration.status) ? (values.remainingBytes ?? 0) : 0),
      made.transferredBytes,
    ],
    [
      'normalPages',
      worded`normal pages`,
      measured.stuck ? Number.NaN : measured.normalPages,
      made.normalPages,
    ],
    [
      'postcopyBytes',
      worded`sent in postcopy`,
      measured.postcopyPages * PAGE_ON_WIRE,
      made.postcopyPages * PAGE_ON_WIRE,
    ],
    [
      'dirtySetBytes',
      worded`dirty after each round`,
      measured.dirtyPages * PAGE_BYTES,
      made.dirtyPages * PAGE_BYTES,
    ],
    [
      'bandwidthBytesPerSecond',
      worded`bandwidth`,
      settings.maxBandwidth > 0 && settings.maxBandwidth < 1e15
        ? settings.maxBandwidth
        : bandwidthOf(migration),
      course.bandwidth,
    ],
  ];
  return rows
    .filter(([, , was, is]) => Number.isFinite(was) && Number.isFinite(is))
    .map(([name, title, was, is]) => ({
      name,
      title,
      measured: Math.round(was),
      fitted: Math.round(is),
      error: name === 'downtimeMs' || was === 0 ? null : Number(((is - was) / was).toFixed(4)),
    }));
}

const orNull = (n: number | undefined): number | null => n ?? null;

/** Points of curves: a screen has no room for more. */
const MOST_POINTS = 512;

function curveOf({ samples }: Migration): CurvePoint[] {
  const timed = samples.flatMap(({ values: { totalMs, ...values } }) =>
    totalMs === undefined
      ? []
      : [
          {
            ms: totalMs,
            remainingBytes: orNull(values.remainingBytes),
            transferredBytes: orNull(values.transferredBytes),
            // 0 until QEMU has measured it.
            dirtyPagesPerSecond: values.dirtyPagesPerSecond || null,
          },
        ],
  );
  const every = Math.ceil(timed.length / MOST_POINTS);
  return timed.filter((_, i) => i % every === 0 || i === timed.length - 1);
}

function assumedOf({ settings, values, isCut }: Migration): string[] {
  const assumed: string[] = [];
  if (isCut)
    assumed.push(
      worded`A setting changed during the migration. The fit covers the time before the change; the what-ifs show what could follow.`,
    );
  if (Number.isNaN(settings.downtimeLimitMs))
    assumed.push(
      worded`No line reports downtime-limit: QEMU’s default of ${DEFAULT_LIMIT_MS} ms is assumed.`,
    );
  if ((values.postcopyBytes ?? 0) > 0 && Number.isNaN(settings.maxPostcopyBandwidth))
    assumed.push(worded`No line reports max-postcopy-bandwidth: postcopy is assumed to use the whole link.`);
  assumed.push(
    worded`Statistics do not show which pages the guest writes: the fit takes the pattern whose figures are nearest.`,
  );
  return assumed;
}
