/** What a scenario is. The decoder is written first and the type derived from it; links and files go through `parseScenario`. */
import * as v from 'valibot';
import { bad, ok, type Result } from '../base/result.ts';
import { GIB, MIB, MS, PMD_BYTES, SECOND } from '../base/units.ts';

/** Version of this schema; a newer one is refused with its own message. */
export const SCENARIO_VERSION = 1;

const whole = (name: string, min: number, max: number) =>
  v.pipe(
    v.number(`expected ${name} as a number`),
    v.check(
      (n) => Number.isSafeInteger(n) && n >= min && n <= max,
      (issue) => `expected a whole number from ${min} to ${max} (${name}), got ${String(issue.input)}`,
    ),
  );

/** Kernels whose rules differ (engine/mm/era.ts). */
export const ERAS = ['modern', '2017'] as const;
/** Profiles of what operations cost (engine/mm/costs.ts). */
export const COST_IDS = ['measured', 'measured-busy', 'published'] as const;

export const scenarioSchema = v.strictObject({
  guest: v.strictObject({
    /** Guest memory. */
    bytes: v.pipe(
      v.number('expected bytes as a number'),
      v.check(
        (n) => Number.isSafeInteger(n) && n >= PMD_BYTES && n <= 64 * GIB && n % PMD_BYTES === 0,
        (issue) =>
          `expected bytes as a multiple of 2 MiB (${PMD_BYTES}) from 2 MiB to 64 GiB, got ${String(issue.input)}`,
      ),
    ),
    vcpus: whole('vCPUs', 1, 8),
    /** Which pages the vCPUs touch: any page alike; or mostly an eighth of the regions, seldom three eighths, never the rest. */
    workload: v.picklist(['uniform', 'hotset'], 'expected "uniform" or "hotset"'),
    /** Bytes of pages the vCPUs touch for writing, a second, together. */
    dirtyRate: whole('bytes a second', 0, 100 * GIB),
    seed: whole('a 32-bit seed', 0, 0xffffffff),
  }),
  wire: v.strictObject({
    /** Bytes a second in each direction. */
    bandwidth: whole('bytes a second', 1 * MIB, 1000 * GIB),
    /** One way, ns. */
    latency: whole('ns', 0, SECOND),
  }),
  qemu: v.strictObject({
    /** MADV_NOHUGEPAGE before the first discard (FACTS Q22). */
    nohugepage: v.boolean('expected true or false'),
    /** When MADV_HUGEPAGE comes back: right after REGISTER as the mail says, or at cleanup as QEMU's source does (S0.7). */
    hugepageAgain: v.picklist(['after-register', 'at-cleanup'], 'expected "after-register" or "at-cleanup"'),
    /** One madvise a 4 KB page, or one a run of pages (S0.11). */
    discard: v.picklist(['pages', 'runs'], 'expected "pages" or "runs"'),
  }),
  khugepaged: v.strictObject({
    /** ns between passes (scan_sleep_millisecs). */
    scanSleep: whole('ns', 1 * MS, 3600 * SECOND),
    /** Budget of one pass (pages_to_scan). */
    pagesToScan: whole('pages', 512, 1 << 30),
    /** Holes a region may have (max_ptes_none). */
    maxPtesNone: whole('PTEs', 0, 511),
    /** When its first pass comes: by its own clock, or between the last DONTNEED and REGISTER, the worst moment. */
    wake: v.picklist(['clock', 'before-register'], 'expected "clock" or "before-register"'),
  }),
  // Scenarios written before these two were knobs go without them.
  /** Whose rules both hosts follow: a kernel of today, or of the year of the mail (FACTS E1). */
  era: v.optional(v.picklist(ERAS, `expected one of ${ERAS.join(', ')}`), 'modern'),
  /** What operations take. */
  costs: v.optional(v.picklist(COST_IDS, `expected one of ${COST_IDS.join(', ')}`), 'measured'),
});

export type Scenario = v.InferOutput<typeof scenarioSchema>;

/** Validates anything that claims to be a scenario; the problem names the field and what was expected. */
export function parseScenario(input: unknown): Result<Scenario> {
  const parsed = v.safeParse(scenarioSchema, input);
  if (parsed.success) return ok(parsed.output);
  const issue = parsed.issues[0];
  const where = v.getDotPath(issue) ?? 'scenario';
  return bad('invalid', where, `${where}: ${issue.message}`);
}
