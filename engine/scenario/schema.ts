/** What a scenario is. The decoder is written first and the type derived from it; links and files go through `parseScenario`.
 *  Every knob but the guest's size has a value when it is left out, so that a preset says only what it is about. */

import * as v from 'valibot';
import { later, type Message, worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import { GIB, MIB, MS, PMD_BYTES, SECOND, US } from '../base/units.ts';
import { parseFaults } from './faults.ts';

/** Version of this schema; a newer one is refused with its own message. */
export const SCENARIO_VERSION = 1;

/** Lowest and highest value of the knobs that are whole numbers, by path, in the units of the scenario. */
export const KNOB_RANGES = {
  'guest.vcpus': [1, 8],
  'guest.dirtyRate': [0, 100 * GIB],
  'guest.seed': [0, 0xffffffff],
  'guest.zeroPages': [0, 100],
  'wire.bandwidth': [1 * MIB, 1000 * GIB],
  'wire.latency': [0, SECOND],
  'qemu.downtimeLimit': [0, 2000 * SECOND],
  'qemu.postcopyBandwidth': [0, 1000 * GIB],
  'criu.preDumps': [0, 16],
  'criu.interval': [0, 3600 * SECOND],
  'tracking.rounds': [1, 64],
  'tracking.interval': [0, 3600 * SECOND],
  'khugepaged.scanSleep': [1 * MS, 3600 * SECOND],
  'khugepaged.pagesToScan': [512, 1 << 30],
  'khugepaged.maxPtesNone': [0, 511],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

const whole = (path: keyof typeof KNOB_RANGES, name: Message, otherwise: number) => {
  const [min, max] = KNOB_RANGES[path];
  return v.optional(
    v.pipe(
      v.number(later`expected ${name} as a number`),
      v.check(
        (n) => Number.isSafeInteger(n) && n >= min && n <= max,
        (issue) =>
          worded`expected a whole number from ${min} to ${max} (${name}), got ${String(issue.input)}`,
      ),
    ),
    otherwise,
  );
};

const pick = <const T extends readonly string[]>(options: T, otherwise: T[number]) =>
  v.optional(v.picklist(options, later`expected one of ${options.join(', ')}`), otherwise);

const yes = (otherwise: boolean) => v.optional(v.boolean(later`expected true or false`), otherwise);

/** Whose migration runs: QEMU's or CRIU's; or none, and only the tracking of writes is looked at. */
export const SYSTEMS = ['qemu', 'criu', 'tracking'] as const;
/** Kernels whose rules differ (engine/mm/era.ts). */
export const ERAS = ['modern', '2017'] as const;
/** Profiles of what operations cost (engine/mm/costs.ts). */
export const COST_IDS = ['measured', 'measured-busy', 'published'] as const;
/** Access patterns (engine/workload). */
export const WORKLOADS = [
  'hotset',
  'uniform',
  'idle',
  'sequential',
  'zipf',
  'hotcold',
  'read-mostly',
  'database',
  'trace',
] as const;
/** Who notices writes on the source (engine/kvm; FACTS D1-D9, C1-C5). */
export const TRACKERS = [
  'kvm-bitmap',
  'kvm-manual',
  'kvm-pml',
  'kvm-ring',
  'soft-dirty',
  'pagemap-scan',
] as const;
/** What a CRIU restore does about huge pages (FACTS S0.1, S0.4, S0.6, C8). */
export const CRIU_THP = ['nothing', 'nohugepage', 'clr-hugepage', 'thp-disable', 'register-first'] as const;

export const scenarioSchema = v.strictObject({
  system: pick(SYSTEMS, 'qemu'),
  guest: v.strictObject({
    /** Guest memory. */
    bytes: v.pipe(
      v.number(later`expected bytes as a number`),
      v.check(
        (n) => Number.isSafeInteger(n) && n >= PMD_BYTES && n <= 64 * GIB && n % PMD_BYTES === 0,
        (issue) =>
          worded`expected bytes as a multiple of 2 MiB (${PMD_BYTES}) from 2 MiB to 64 GiB, got ${String(issue.input)}`,
      ),
    ),
    vcpus: whole('guest.vcpus', 'vCPUs', 4),
    /** Which pages the vCPUs touch. */
    workload: pick(WORKLOADS, 'hotset'),
    /** Bytes of pages the vCPUs touch for writing, a second, together. */
    dirtyRate: whole('guest.dirtyRate', later`bytes per second`, 320 * MIB),
    seed: whole('guest.seed', later`a 32-bit seed`, 1),
    /** Of 100 pages, how many the guest never wrote: they read as zeroes. */
    zeroPages: whole('guest.zeroPages', later`percent`, 0),
    /** KVM tells the guest of a missing page, so that one task sleeps and not the vCPU (F15). */
    asyncPf: yes(false),
  }),
  /** Who notices writes on the source. */
  tracker: pick(TRACKERS, 'kvm-bitmap'),
  /** Huge EPT leaves are split when logging starts, not at the first write to each (D1, D4). */
  eagerSplit: yes(true),
  wire: v.optional(
    v.strictObject({
      /** Bytes a second in each direction. */
      bandwidth: whole('wire.bandwidth', later`bytes per second`, 1250 * 1000 * 1000),
      /** One way, ns. */
      latency: whole('wire.latency', 'ns', 50 * US),
    }),
    {},
  ),
  qemu: v.optional(
    v.strictObject({
      /** Precopy to the end; one pass and then postcopy; postcopy before any page was sent. */
      mode: pick(['precopy', 'hybrid', 'postcopy'], 'hybrid'),
      /** Longest downtime that precopy aims at, ns (Q1, Q9). */
      downtimeLimit: whole('qemu.downtimeLimit', 'ns', 300 * MS),
      /** Throttle the vCPUs when the guest writes faster than half the link (Q11). */
      autoConverge: yes(false),
      /** Urgent pages have a channel of their own (Q33). */
      preempt: yes(false),
      /** Most bytes a second of background pages in postcopy, 0 for no limit (Q32). */
      postcopyBandwidth: whole('qemu.postcopyBandwidth', later`bytes per second`, 0),
      /** MADV_NOHUGEPAGE before the first discard (FACTS Q22). */
      nohugepage: yes(true),
      /** When MADV_HUGEPAGE comes back: right after REGISTER as the mail says, or at cleanup as QEMU's source does (S0.7). */
      hugepageAgain: pick(['after-register', 'at-cleanup'], 'after-register'),
      /** One madvise a 4 KB page, one a run of pages (S0.11), or process_madvise with 1,024 runs a call (S0.12). */
      discard: pick(['pages', 'runs', 'vector'], 'pages'),
    }),
    {},
  ),
  criu: v.optional(
    v.strictObject({
      /** What keeps khugepaged away while the restorer fills memory. */
      thp: pick(CRIU_THP, 'thp-disable'),
      /** Pre-dumps before the last dump (C6). */
      preDumps: whole('criu.preDumps', later`pre-dumps`, 1),
      /** The process runs this long between two dumps, ns. */
      interval: whole('criu.interval', 'ns', 5 * MS),
      /** The daemon asks for FORK, REMAP, REMOVE and UNMAP events (C10). */
      events: yes(true),
    }),
    {},
  ),
  /** Rounds of a run that only looks at tracking, and how long each is. */
  tracking: v.optional(
    v.strictObject({
      rounds: whole('tracking.rounds', later`rounds`, 4),
      interval: whole('tracking.interval', 'ns', 10 * MS),
    }),
    {},
  ),
  khugepaged: v.optional(
    v.strictObject({
      /** ns between passes (scan_sleep_millisecs). */
      scanSleep: whole('khugepaged.scanSleep', 'ns', 10 * SECOND),
      /** Budget of one pass (pages_to_scan). */
      pagesToScan: whole('khugepaged.pagesToScan', later`pages`, 4096),
      /** Holes a region may have (max_ptes_none). */
      maxPtesNone: whole('khugepaged.maxPtesNone', 'PTEs', 511),
      /** When its first pass comes: by its own clock, or between the last DONTNEED and REGISTER, the worst moment. */
      wake: pick(['clock', 'before-register'], 'clock'),
    }),
    {},
  ),
  /** What goes wrong, and when (engine/scenario/faults.ts). */
  faults: v.optional(
    v.pipe(
      v.string(later`expected faults as text`),
      v.check(
        (text) => parseFaults(text).ok,
        (issue) => {
          const read = parseFaults(issue.input);
          return read.ok ? '' : read.problem.message.replace(/^faults: /, '');
        },
      ),
    ),
    '',
  ),
  /** Whose rules both hosts follow: a kernel of today, or of the year of the mail (FACTS E1). */
  era: pick(ERAS, 'modern'),
  /** What operations take. */
  costs: pick(COST_IDS, 'measured'),
});

export type Scenario = v.InferOutput<typeof scenarioSchema>;
/** A scenario as it is written: what is left out has the value of the schema. */
export type ScenarioInput = v.InferInput<typeof scenarioSchema>;

/** Validates anything that claims to be a scenario; the problem names the field and what was expected. */
export function parseScenario(input: unknown): Result<Scenario> {
  const parsed = v.safeParse(scenarioSchema, input);
  if (parsed.success) return ok(parsed.output);
  const issue = parsed.issues[0];
  const where = v.getDotPath(issue) ?? 'scenario';
  return bad('invalid', where, worded`${where}: ${issue.message}`);
}
