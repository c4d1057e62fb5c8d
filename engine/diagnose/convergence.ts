/** Does precopy converge? Dirty rate against bandwidth, expected downtime against its limit; and which setting would end it, and when
 *  (migration/migration.c migration_update_counters, migration_iteration_run; FACTS Q8-Q11). */
import { worded } from '../base/language.ts';
import { sayBytes, sayCount, sayPercent } from '../base/units.ts';
import type { Diagnoser, Diagnosis, Reason } from './diagnosis.ts';
import {
  bandwidthOf,
  DEFAULT_LIMIT_MS,
  dirtySetOf,
  isPostcopy,
  type Migration,
  migrationsOf,
  placeOf,
  sayMs,
} from './migrations.ts';

/** A guest that writes as much as this part of what the link carries finds all of it dirty again after each round. */
const AS_FAST = 0.9;
/** Steps of auto-converge, percent (migration/options.c); each takes two syncs, at least a second apart. */
const THROTTLE_FIRST = 20;
const THROTTLE_STEP = 10;
const THROTTLE_MOST = 99;
/** Syncs beyond those that a guest needs which writes everywhere. */
const LATE = 3;
/** A cancelled one was under way until then. */
const UNDER_WAY: ReadonlySet<string> = new Set(['active', 'cancelled', 'cancelling']);
/** Rounds that are computed at most. */
const MOST_ROUNDS = 1000;

/** What was computed from one migration; NaN where a line is missing. */
export interface Rates {
  /** Bytes per second. */
  readonly dirty: number;
  readonly bandwidth: number;
  /** Bytes that are dirty after a sync, and still to be sent now. */
  readonly dirtySet: number;
  readonly remaining: number;
  /** ms. */
  readonly limit: number;
  readonly expected: number;
  readonly isLimitSaid: boolean;
}

export function ratesOf(migration: Migration): Rates {
  const { values, pageBytes, settings } = migration;
  const lately = migration.samples.findLast((sample) => sample.values.dirtyPagesPerSecond);
  const pages = lately?.values.dirtyPagesPerSecond ?? values.dirtyPagesPerSecond ?? Number.NaN;
  const isLimitSaid = !Number.isNaN(settings.downtimeLimitMs);
  const active = migration.samples.findLast(({ status }) => status === 'active');
  return {
    dirty: pages * pageBytes,
    bandwidth: bandwidthOf(migration),
    dirtySet: dirtySetOf(migration),
    remaining: values.remainingBytes ?? Number.NaN,
    limit: isLimitSaid ? settings.downtimeLimitMs : DEFAULT_LIMIT_MS,
    expected: active?.values.expectedDowntimeMs ?? values.expectedDowntimeMs ?? Number.NaN,
    isLimitSaid,
  };
}

/** Rounds and ms until what is dirty fits into the limit, of a guest that writes slower than the link; null when it never does. */
export function roundsUntil({
  dirty,
  bandwidth,
  remaining,
  limit,
}: Rates): { rounds: number; ms: number } | null {
  const fits = (bandwidth * limit) / 1000;
  let left = remaining;
  let seconds = 0;
  for (let rounds = 0; rounds < MOST_ROUNDS; rounds++) {
    if (left <= fits) return { rounds, ms: Math.round(seconds * 1000) };
    const takes = left / bandwidth;
    seconds += takes;
    left = dirty * takes;
  }
  return null;
}

/** Percent by which auto-converge must slow the guest before it writes slower than the link, and how many steps that takes. */
export function throttleNeeded({ dirty, bandwidth }: Rates): { percent: number; steps: number } | null {
  const needed = 100 * (1 - (AS_FAST * bandwidth) / dirty);
  if (!(needed > 0)) return { percent: 0, steps: 0 };
  if (needed > THROTTLE_MOST) return null;
  const steps = needed <= THROTTLE_FIRST ? 1 : 1 + Math.ceil((needed - THROTTLE_FIRST) / THROTTLE_STEP);
  return { percent: Math.min(THROTTLE_MOST, THROTTLE_FIRST + (steps - 1) * THROTTLE_STEP), steps };
}

const sayRate = (bytes: number): string => worded`${sayBytes(Math.round(bytes))} per second`;

export const convergence: Diagnoser = (readings) =>
  migrationsOf(readings).flatMap((migration) => {
    const { status, values, samples } = migration;
    const rates = ratesOf(migration);
    if (Number.isNaN(rates.bandwidth)) return [];
    if (isPostcopy(status)) return [inPostcopy(migration, rates)];
    if (!samples.some((sample) => sample.status === 'active') || !UNDER_WAY.has(status)) return [];
    if (!((values.dirtySyncs ?? 2) >= 2)) return [firstPass(migration, rates)];
    if (!(rates.dirty > 0)) return [];
    if (rates.dirty >= AS_FAST * rates.bandwidth || isOverdue(migration, rates))
      return [stuck(migration, rates)];
    return [converging(migration, rates)];
  });

/** A guest that wrote all over its memory at this rate would have been over long ago: it writes the same pages again and again. */
function isOverdue({ values }: Migration, rates: Rates): boolean {
  const { totalBytes, dirtySyncs } = values;
  if (!totalBytes || dirtySyncs === undefined || !(rates.expected > rates.limit)) return false;
  const due = roundsUntil({ ...rates, remaining: totalBytes });
  return due !== null && dirtySyncs > due.rounds + LATE;
}

/** Numbers of a diagnosis, without those that no line has. */
function known(numbers: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(numbers).filter(([, n]) => Number.isFinite(n)));
}

const numbersOf = ({ values, pageBytes }: Migration, rates: Rates): Record<string, number> =>
  known({
    dirtyPagesPerSecond: rates.dirty / pageBytes,
    sentPagesPerSecond: values.sentPagesPerSecond ?? Number.NaN,
    dirtyBytesPerSecond: rates.dirty,
    bandwidthBytesPerSecond: rates.bandwidth,
    remainingBytes: rates.remaining,
    dirtySetBytes: rates.dirtySet,
    downtimeLimitMs: rates.limit,
    expectedDowntimeMs: rates.expected,
    dirtySyncs: values.dirtySyncs ?? Number.NaN,
    throttlePercent: values.throttlePercent ?? Number.NaN,
  });

function ratesReason(migration: Migration, { dirty, bandwidth }: Rates): Reason {
  const { samples, pageBytes } = migration;
  const rated = samples.findLast(({ values }) => values.dirtyPagesPerSecond) ?? migration.last;
  return {
    text: worded`The guest dirties ${sayCount(dirty / pageBytes)} pages (${sayBytes(Math.round(dirty))}) per second. The link carries ${sayRate(bandwidth)}: the guest dirties ${sayPercent(dirty / bandwidth)} of that.`,
    lines: [placeOf(migration, rated)],
    rules: ['H17'],
  };
}

function limitReason(migration: Migration, { expected, limit, isLimitSaid }: Rates): Reason[] {
  if (Number.isNaN(expected)) return [];
  return [
    {
      text: isLimitSaid
        ? worded`QEMU expects a downtime of ${sayMs(expected)}, and ${sayMs(limit)} are allowed. It stops the guest only when the remaining pages fit into the limit.`
        : worded`QEMU expects a downtime of ${sayMs(expected)}, and its default allows ${sayMs(limit)}. It stops the guest only when the remaining pages fit into the limit.`,
      lines: [placeOf(migration, migration.last)],
      rules: ['Q8', 'Q9', 'Q10'],
    },
  ];
}

function stuck(migration: Migration, rates: Rates): Diagnosis {
  const { values, settings } = migration;
  const { dirtySet, bandwidth, limit, expected } = rates;
  const longest = Math.max(expected || 0, (dirtySet * 1000) / bandwidth || 0);
  const enough = Math.ceil(longest);
  const postcopyBandwidth = settings.maxPostcopyBandwidth > 0 ? settings.maxPostcopyBandwidth : bandwidth;
  const left = Number.isNaN(dirtySet) ? rates.remaining : dirtySet;
  const postcopyMs = (left * 1000) / postcopyBandwidth;
  const faster = (bandwidth * longest) / limit;
  const throttle = throttleNeeded(rates);
  const reasons = [ratesReason(migration, rates), ...(expected > limit ? limitReason(migration, rates) : [])];
  if (values.dirtySyncs !== undefined && values.dirtySyncs > 2)
    reasons.push({
      text: worded`After ${sayCount(values.dirtySyncs)} dirty syncs, a sync still finds about ${sayBytes(Math.round(left))} dirty: each round sends the same pages again.`,
      lines: [placeOf(migration, migration.last)],
      rules: ['Q6', 'Q8'],
    });
  return {
    id: 'does-not-converge',
    kind: 'trouble',
    answer:
      rates.dirty >= AS_FAST * bandwidth
        ? worded`Precopy does not converge: the guest dirties memory as fast as the link carries it (${sayRate(rates.dirty)} against ${sayRate(bandwidth)}).`
        : worded`Precopy does not converge: each round finds about ${sayBytes(Math.round(left))} dirty again, and only ${sayBytes(Math.round((bandwidth * limit) / 1000))} fit into the downtime limit.`,
    reasons: [...reasons, ...knobReasons(migration, throttle)],
    numbers: {
      ...numbersOf(migration, rates),
      ...known({
        downtimeLimitNeededMs: enough > 0 ? enough : Number.NaN,
        bandwidthNeededBytesPerSecond: longest > limit ? Math.ceil(faster) : Number.NaN,
        postcopyMs: Math.round(postcopyMs),
        throttleNeededPercent: throttle?.percent ?? Number.NaN,
      }),
    },
    advice: [
      ...(postcopyMs > 0
        ? [
            worded`Postcopy ends it: migrate-start-postcopy stops the guest once, and the last ${sayBytes(Math.round(left))} follow in about ${sayMs(postcopyMs)}. Set the capability postcopy-ram on both sides before the migration.`,
          ]
        : []),
      ...(enough > limit
        ? [
            worded`A downtime limit of ${sayMs(enough)} ends it at the next sync. The guest pauses for about as long.`,
            worded`With a downtime limit of ${sayMs(limit)}, the link must carry ${sayRate(faster)}. Raise max-bandwidth if the network allows it.`,
          ]
        : []),
      throttleAdvice(migration, throttle),
    ],
  };
}

function knobReasons(migration: Migration, throttle: ReturnType<typeof throttleNeeded>): Reason[] {
  const percent = migration.values.throttlePercent ?? 0;
  if (percent === 0 || throttle === null) return [];
  return [
    {
      text:
        percent >= THROTTLE_MOST
          ? worded`Auto-converge already stops the vCPUs for ${percent}% of their time, its maximum.`
          : worded`Auto-converge stops the vCPUs for ${percent}% of their time and adds ${THROTTLE_STEP}% after every second sync.`,
      lines: [placeOf(migration, migration.last)],
      rules: ['Q11'],
    },
  ];
}

function throttleAdvice(
  { values, settings }: Migration,
  throttle: ReturnType<typeof throttleNeeded>,
): string {
  if ((values.throttlePercent ?? 0) >= THROTTLE_MOST)
    return worded`Auto-converge has reached its maximum. Use postcopy or a longer downtime limit.`;
  if (throttle === null)
    return worded`Auto-converge cannot help: even at ${THROTTLE_MOST}% the guest writes faster than the link carries.`;
  return settings.autoConverge
    ? worded`Auto-converge is on and needs a throttle of at least ${throttle.percent}%: ${THROTTLE_FIRST}% first, ${THROTTLE_STEP}% more after every second sync. A guest that rewrites the same pages all the time needs more.`
    : worded`Auto-converge needs a throttle of at least ${throttle.percent}%: ${THROTTLE_FIRST}% first, ${THROTTLE_STEP}% more after every second sync. A guest that rewrites the same pages all the time needs more.`;
}

function converging(migration: Migration, rates: Rates): Diagnosis {
  const end = roundsUntil(rates);
  const hasEnded = migration.status !== 'active';
  return {
    id: 'converges',
    kind: 'fact',
    answer: end
      ? worded`Precopy converges: the guest dirties ${sayPercent(rates.dirty / rates.bandwidth)} of what the link carries. It ends after about ${sayCount(end.rounds)} more rounds, ${sayMs(end.ms)}.`
      : worded`Precopy converges slowly: the guest dirties ${sayPercent(rates.dirty / rates.bandwidth)} of what the link carries.`,
    reasons: [
      ratesReason(migration, rates),
      ...(rates.expected > rates.limit ? limitReason(migration, rates) : []),
    ],
    numbers: { ...numbersOf(migration, rates), ...(end ? { roundsLeft: end.rounds, msLeft: end.ms } : {}) },
    advice: hasEnded
      ? [worded`The migration was cancelled before that.`]
      : [worded`Record query-migrate every second to see whether the dirty rate stays as it is.`],
  };
}

function firstPass(migration: Migration, rates: Rates): Diagnosis {
  const ms = (rates.remaining * 1000) / rates.bandwidth;
  return {
    id: 'first-pass',
    kind: 'fact',
    answer: worded`The first pass over guest memory is not complete: ${sayBytes(rates.remaining || 0)} remain, about ${sayMs(ms || 0)} at ${sayRate(rates.bandwidth)}. QEMU measures the dirty rate at the second dirty sync.`,
    reasons: [
      {
        text: worded`Dirty syncs so far: ${sayCount(migration.values.dirtySyncs ?? 1)}. A dirty rate of 0 means that QEMU has not measured it yet.`,
        lines: [placeOf(migration, migration.last)],
        rules: ['Q8'],
      },
    ],
    numbers: { ...numbersOf(migration, rates), ...known({ firstPassMs: Math.round(ms) }) },
    advice: [worded`To learn whether it converges, record query-migrate after the second dirty sync.`],
  };
}

function inPostcopy(migration: Migration, rates: Rates): Diagnosis {
  const { values, last } = migration;
  const ms = (rates.remaining * 1000) / rates.bandwidth;
  const couldNot = rates.dirty >= AS_FAST * rates.bandwidth;
  const reasons: Reason[] = [];
  if (rates.dirty > 0)
    reasons.push({
      text:
        values.sentPagesPerSecond === undefined
          ? worded`Before postcopy the guest dirtied ${sayCount(rates.dirty / migration.pageBytes)} pages per second.`
          : worded`Before postcopy the guest dirtied ${sayCount(rates.dirty / migration.pageBytes)} pages per second, against ${sayCount(values.sentPagesPerSecond)} sent.`,
      lines: [placeOf(migration, last)],
      rules: ['H17'],
    });
  if (values.postcopyRequests !== undefined)
    reasons.push({
      text: worded`The destination requested ${sayCount(values.postcopyRequests)} pages. All others follow in the background, each page once.`,
      lines: [placeOf(migration, last)],
      rules: ['Q31'],
    });
  return {
    id: 'in-postcopy',
    kind: 'fact',
    answer: couldNot
      ? worded`Precopy could not converge, so postcopy ends it: ${sayBytes(rates.remaining || 0)} remain, about ${sayMs(ms || 0)}.`
      : worded`Postcopy ends the migration: ${sayBytes(rates.remaining || 0)} remain, about ${sayMs(ms || 0)}.`,
    reasons,
    numbers: {
      ...numbersOf(migration, rates),
      ...known({ postcopyRequests: values.postcopyRequests ?? Number.NaN, msLeft: Math.round(ms) }),
    },
    advice: [],
  };
}
