/** How migrations ended: how long, what was sent and what more than once; failed, cancelled, paused; and how long vCPUs waited in
 *  postcopy (QAPI MigrationInfo; FACTS Q4, Q10, Q36-Q38). */
import { worded } from '../base/language.ts';
import { sayBytes, sayCount, sayNumber, sayPercent } from '../base/units.ts';
import type { Diagnoser, Diagnosis, Reason } from './diagnosis.ts';
import { destinationsOf, endPlace, type Migration, migrationsOf, placeOf, sayMs } from './migrations.ts';

/** Numbers that lines have. */
const said = (numbers: Readonly<Record<string, number | undefined>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(numbers).flatMap(([name, n]) =>
      n !== undefined && Number.isFinite(n) ? [[name, n]] : [],
    ),
  );

export const outcome: Diagnoser = (readings) =>
  migrationsOf(readings).flatMap((migration) => {
    switch (migration.status) {
      case 'completed':
        return [completed(migration), ...sentAgain(migration)];
      case 'failed':
      case 'failing':
        return [failed(migration)];
      case 'cancelled':
      case 'cancelling':
        return [cancelled(migration), ...sentAgain(migration)];
      case 'postcopy-paused':
        return [paused(migration), ...sentAgain(migration)];
      default:
        return sentAgain(migration);
    }
  });

/** Pages that were sent beyond one of each, at least; 0 where the log does not say. */
export function pagesSentAgain({ values, pageBytes }: Migration): number {
  const { normalPages, zeroPages = 0, totalBytes } = values;
  if (normalPages === undefined || !totalBytes) return 0;
  return Math.max(0, Math.floor(normalPages + zeroPages - totalBytes / pageBytes));
}

function completed(migration: Migration): Diagnosis {
  const { values } = migration;
  const { totalMs, downtimeMs, setupMs, dirtySyncs, transferredBytes, totalBytes } = values;
  const lines = [endPlace(migration)];
  const reasons: Reason[] = [];
  if (migration.status !== migration.last.status)
    reasons.push({
      text: worded`QEMU’s events report the end. The last answer of query-migrate came earlier.`,
      lines: [endPlace(migration), placeOf(migration, migration.last)],
      rules: [],
    });
  if (totalBytes === 0)
    reasons.push({
      text: worded`ram.total is 0: guest memory was not sent over this channel. It is shared with the destination, or both use the same file. The ${sayBytes(transferredBytes ?? 0)} sent are device state.`,
      lines,
      rules: [],
    });
  else if (totalBytes !== undefined && transferredBytes !== undefined)
    reasons.push({
      text: worded`${sayBytes(transferredBytes)} were sent for ${sayBytes(totalBytes)} of guest memory, ${sayPercent(transferredBytes / totalBytes)}.`,
      lines,
      rules: ['Q4'],
    });
  reasons.push(...pagesReason(migration), ...phasesReason(migration));
  if (dirtySyncs !== undefined)
    reasons.push({
      text: worded`The dirty log was synchronized ${sayCount(dirtySyncs)} times, the last time with the guest stopped.`,
      lines,
      rules: ['Q8', 'Q10'],
    });
  return {
    id: 'completed',
    kind: 'fact',
    answer:
      totalMs === undefined
        ? worded`The migration completed. This log does not report how long it took.`
        : downtimeMs === undefined
          ? worded`The migration completed in ${sayMs(totalMs)}.`
          : worded`The migration completed in ${sayMs(totalMs)} with a downtime of ${sayMs(downtimeMs)}.`,
    reasons,
    numbers: said({ totalMs, downtimeMs, setupMs, dirtySyncs, transferredBytes, totalBytes }),
    advice: [],
  };
}

function pagesReason(migration: Migration): Reason[] {
  const { normalPages, zeroPages, totalBytes } = migration.values;
  if (normalPages === undefined || zeroPages === undefined || totalBytes === 0) return [];
  return [
    {
      text: worded`${sayCount(normalPages)} pages were sent with their content. ${sayCount(zeroPages)} zero pages took 9 bytes each.`,
      lines: [placeOf(migration, migration.last)],
      rules: ['Q4'],
    },
  ];
}

/** What was sent while the guest ran here, while it ran nowhere, and in postcopy. */
function phasesReason(migration: Migration): Reason[] {
  const { precopyBytes, downtimeBytes = 0, postcopyBytes = 0 } = migration.values;
  if (!precopyBytes || downtimeBytes + postcopyBytes === 0) return [];
  return [
    {
      text: worded`${sayBytes(precopyBytes)} were sent in precopy, ${sayBytes(downtimeBytes)} in the downtime and ${sayBytes(postcopyBytes)} in postcopy.`,
      lines: [placeOf(migration, migration.last)],
      rules: ['Q10', 'Q31'],
    },
  ];
}

function sentAgain(migration: Migration): Diagnosis[] {
  const { values, pageBytes, last } = migration;
  const again = pagesSentAgain(migration);
  const total = Math.round((values.totalBytes ?? 0) / pageBytes);
  const sent = (values.normalPages ?? 0) + (values.zeroPages ?? 0);
  if (again < 1) return [];
  return [
    {
      id: 'sent-again',
      kind: 'fact',
      answer: worded`At least ${sayCount(again)} pages (${sayBytes(again * pageBytes)}) were sent more than once, because the guest wrote them again.`,
      reasons: [
        {
          text: worded`${sayCount(sent)} pages were sent, and the guest has ${sayCount(total)}: ${sayNumber(sent / total, 2)} times its memory.`,
          lines: [placeOf(migration, last)],
          rules: ['Q6', 'H17'],
        },
      ],
      numbers: {
        sentPages: sent,
        guestPages: total,
        sentAgainPages: again,
        sentAgainBytes: again * pageBytes,
      },
      advice: [],
    },
  ];
}

/** The state in which it was before it ended. */
const before = ({ samples }: Migration): string => samples.at(-2)?.status ?? '';

function failed(migration: Migration): Diagnosis {
  const { last } = migration;
  const wasPostcopy = before(migration).startsWith('postcopy');
  return {
    id: 'failed',
    kind: 'trouble',
    answer: last.error
      ? worded`The migration failed: ${last.error}.`
      : worded`The migration failed. This log does not report why.`,
    reasons: [
      {
        text: wasPostcopy
          ? worded`It failed in postcopy, when the state of the guest was split over both hosts.`
          : worded`It failed in precopy: the guest continues on the source.`,
        lines: [placeOf(migration, last)],
        rules: ['Q37'],
      },
    ],
    numbers: said({ totalMs: migration.samples.at(-2)?.values.totalMs }),
    advice: [worded`The destination logs its own reason. Open both logs together.`],
  };
}

function cancelled(migration: Migration): Diagnosis {
  return {
    id: 'cancelled',
    kind: 'fact',
    answer: worded`The migration was cancelled: the guest continues on the source.`,
    reasons: [{ text: worded`Its status is cancelled.`, lines: [endPlace(migration)], rules: ['H19'] }],
    numbers: said({ totalMs: migration.values.totalMs }),
    advice: [],
  };
}

function paused(migration: Migration): Diagnosis {
  return {
    id: 'postcopy-paused',
    kind: 'trouble',
    answer: worded`Postcopy is paused: the connection failed, and each vCPU stops at its next missing page.`,
    reasons: [
      {
        text: migration.last.error
          ? worded`QEMU reports: ${migration.last.error}.`
          : worded`The status is postcopy-paused.`,
        lines: [placeOf(migration, migration.last)],
        rules: ['Q38', 'H18'],
      },
    ],
    numbers: said({ remainingBytes: migration.values.remainingBytes }),
    advice: [
      worded`Recover it: migrate-recover on the destination, then migrate with resume on the source. Killing either side loses the guest.`,
    ],
  };
}

/** How long vCPUs waited, as the destination counts it. */
export const blocktimes: Diagnoser = (readings) =>
  destinationsOf(readings).flatMap(({ file, sample }): Diagnosis[] => {
    const { values, perVcpu = [], latencyPerVcpu = [] } = sample;
    const { blocktimeMs, latencyUs } = values;
    if (blocktimeMs === undefined && perVcpu.length === 0) return [];
    const lines = [{ file, line: sample.line }];
    const longest = Math.max(0, ...perVcpu);
    const reasons: Reason[] = perVcpu.map((ms, cpu) => ({
      text:
        latencyPerVcpu[cpu] === undefined
          ? worded`vCPU ${cpu} waited ${sayMs(ms)}.`
          : worded`vCPU ${cpu} waited ${sayMs(ms)}, ${sayMs(latencyPerVcpu[cpu] / 1000)} per page on average.`,
      lines,
      rules: ['Q36'],
    }));
    return [
      {
        id: 'blocktimes',
        kind: 'fact',
        answer: worded`In postcopy a vCPU waited up to ${sayMs(longest)} for missing pages. All vCPUs waited at the same time for ${sayMs(blocktimeMs ?? 0)}.`,
        reasons,
        numbers: said({
          blocktimeMs,
          longestMs: longest,
          vcpus: perVcpu.length,
          latencyUs,
          nonVcpuLatencyUs: values.nonVcpuLatencyUs,
        }),
        advice: [],
      },
    ];
  });
