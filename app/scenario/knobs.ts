/** The knobs a reader may turn, as data: the form is drawn from these groups. A group, and a knob in it, is shown where it
 *  means something; a link may set any of them. What each does is said in hints.ts. */
import {
  COST_IDS,
  GUEST_SIZES,
  type KnobValue,
  MIB,
  readKnob,
  type Scenario,
  sayBytes,
} from '../../engine/index.ts';
import { inWordsOf } from '../lib/cast.ts';

type Options = readonly (readonly [value: KnobValue, label: string])[];
type When = (s: Scenario) => boolean;

export type Knob = {
  readonly path: string;
  readonly label: string;
  /** Left out: wherever its group is shown. */
  readonly when?: When | undefined;
} & (
  | { readonly kind: 'choice'; readonly options: Options; readonly wide?: boolean }
  | { readonly kind: 'number'; readonly unit: string; readonly factor: number }
  | { readonly kind: 'tick' }
);

export interface KnobGroup {
  readonly title: string;
  readonly when?: When;
  /** Seldom turned: it starts folded. */
  readonly folded?: boolean;
  readonly knobs: readonly Knob[];
}

const choice = (path: string, label: string, options: Options, when?: When): Knob => ({
  path,
  label,
  kind: 'choice',
  options,
  when,
});
const wide = (path: string, label: string, options: Options, when?: When): Knob => ({
  ...choice(path, label, options, when),
  kind: 'choice',
  options,
  wide: true,
});
const number = (path: string, label: string, unit = '', factor = 1, when?: When): Knob => ({
  path,
  label,
  kind: 'number',
  unit,
  factor,
  when,
});
const tick = (path: string, label: string, when?: When): Knob => ({ path, label, kind: 'tick', when });

const isQemu: When = (s) => s.system === 'qemu';
const isCriu: When = (s) => s.system === 'criu';
const isTracking: When = (s) => s.system === 'tracking';
const migrates: When = (s) => !isTracking(s);
const hasPostcopy: When = (s) => s.qemu.mode !== 'precopy';
const hasPrecopy: When = (s) => s.qemu.mode !== 'postcopy';
const usesKvm: When = (s) => isQemu(s) || s.tracker.startsWith('kvm-');

const KVM_TRACKERS: Options = [
  ['kvm-bitmap', 'KVM bitmap'],
  ['kvm-manual', 'KVM bitmap, manual protect'],
  ['kvm-pml', 'KVM bitmap by PML'],
  ['kvm-ring', 'KVM dirty ring'],
];
const PAGE_TRACKERS: Options = [
  ['soft-dirty', 'soft-dirty'],
  ['pagemap-scan', 'PAGEMAP_SCAN'],
];
const tracker = (options: Options): Knob => wide('tracker', 'Dirty tracker', options);

const WORKLOAD = choice('guest.workload', 'Workload', [
  ['hotset', 'hot set'],
  ['uniform', 'uniform'],
  ['idle', 'idle'],
  ['sequential', 'sequential'],
  ['zipf', 'zipf'],
  ['hotcold', 'hot and cold, in phases'],
  ['read-mostly', 'read mostly'],
  ['database', 'database'],
  ['trace', 'recorded trace'],
]);

const GROUPS: readonly KnobGroup[] = [
  {
    title: 'Guest',
    knobs: [
      choice(
        'guest.bytes',
        'Guest memory',
        GUEST_SIZES.map((value) => [value, sayBytes(value)]),
      ),
      WORKLOAD,
      number('guest.dirtyRate', 'Dirty rate', 'MiB/s', MIB),
      number('guest.vcpus', 'vCPUs'),
      number('guest.zeroPages', 'Zero pages', '%'),
      number('guest.seed', 'Seed'),
      tick('guest.asyncPf', 'async page faults', isQemu),
    ],
  },
  {
    title: 'Link',
    when: migrates,
    knobs: [
      number('wire.bandwidth', 'Bandwidth', 'MB/s', 1e6),
      number('wire.latency', 'Latency', 'µs', 1000),
    ],
  },
  {
    title: 'QEMU',
    when: isQemu,
    knobs: [
      wide('qemu.mode', 'Migration', [
        ['precopy', 'precopy to the end'],
        ['hybrid', 'one pass, then postcopy'],
        ['postcopy', 'postcopy at once'],
      ]),
      tick('qemu.nohugepage', 'MADV_NOHUGEPAGE before the flood', hasPostcopy),
      wide(
        'qemu.hugepageAgain',
        'MADV_HUGEPAGE again',
        [
          ['after-register', 'after REGISTER, as mailed'],
          ['at-cleanup', 'at cleanup, as coded'],
        ],
        hasPostcopy,
      ),
      wide(
        'qemu.discard',
        'Flood of MADV_DONTNEED',
        [
          ['pages', 'a call a 4 KB page'],
          ['runs', 'a call a run of pages'],
          ['vector', 'process_madvise, 1,024 runs a call'],
        ],
        hasPostcopy,
      ),
      number('qemu.downtimeLimit', 'downtime-limit', 'ms', 1e6, hasPrecopy),
      number('qemu.postcopyBandwidth', 'max-postcopy-bandwidth', 'MB/s', 1e6, hasPostcopy),
      tick('qemu.autoConverge', 'auto-converge', hasPrecopy),
      tick('qemu.preempt', 'postcopy-preempt', hasPostcopy),
    ],
  },
  {
    title: 'CRIU',
    when: isCriu,
    knobs: [
      wide('criu.thp', 'While the restorer fills memory', [
        ['nothing', 'nothing, as before the fix'],
        ['nohugepage', 'MADV_NOHUGEPAGE'],
        ['clr-hugepage', 'NOHUGEPAGE, then MADV_CLR_HUGEPAGE'],
        ['thp-disable', 'PR_SET_THP_DISABLE'],
        ['register-first', 'REGISTER first, fill by UFFDIO_COPY'],
      ]),
      tracker(PAGE_TRACKERS),
      number('criu.preDumps', 'pre-dumps'),
      number('criu.interval', 'between dumps', 'ms', 1e6),
      tick('criu.events', 'FORK, REMAP, REMOVE, UNMAP events'),
    ],
  },
  {
    title: 'Tracking',
    when: isTracking,
    knobs: [
      tracker([...KVM_TRACKERS, ...PAGE_TRACKERS]),
      number('tracking.rounds', 'rounds'),
      number('tracking.interval', 'a round takes', 'ms', 1e6),
    ],
  },
  {
    title: 'khugepaged',
    knobs: [
      number('khugepaged.maxPtesNone', 'max_ptes_none'),
      number('khugepaged.pagesToScan', 'pages_to_scan'),
      number('khugepaged.scanSleep', 'scan_sleep', 'ms', 1e6),
      choice(
        'khugepaged.wake',
        'first pass',
        [
          ['clock', 'by its clock'],
          ['before-register', 'before REGISTER'],
        ],
        migrates,
      ),
    ],
  },
  {
    title: 'Kernel',
    knobs: [
      choice('era', 'Era', [
        ['modern', 'today'],
        ['2017', '2017'],
      ]),
      choice(
        'costs',
        'Costs',
        COST_IDS.map((value) => [value, value.replace('-', ', ')]),
      ),
    ],
  },
  {
    title: 'KVM dirty log',
    folded: true,
    when: usesKvm,
    knobs: [{ ...tracker(KVM_TRACKERS), when: isQemu }, tick('eagerSplit', 'eager_page_split')],
  },
  {
    title: 'System',
    folded: true,
    knobs: [
      wide('system', 'Who migrates', [
        ['qemu', 'a guest, by QEMU'],
        ['criu', 'a process, by CRIU'],
        ['tracking', 'nobody: writes are tracked'],
      ]),
    ],
  },
];

/** What the form shows for a scenario, in its order and in the words of its system. */
export function groupsOf(scenario: Scenario): KnobGroup[] {
  const shown = ({ when }: { readonly when?: When | undefined }) => when?.(scenario) ?? true;
  return GROUPS.filter(shown).map((group) => ({
    ...group,
    title: inWordsOf(scenario.system, group.title),
    knobs: group.knobs
      .filter(shown)
      .map((knob) => ({ ...knob, label: inWordsOf(scenario.system, knob.label) })),
  }));
}

/** A knob, also one that the form for `scenario` does not show. */
export function knobAt(path: string, scenario: Scenario): Knob | undefined {
  return [...groupsOf(scenario), ...GROUPS]
    .flatMap((group) => group.knobs)
    .find((knob) => knob.path === path);
}

/** A knob's value as the form shows it. */
export function sayValue(knob: Knob, value: KnobValue): string {
  if (knob.kind === 'tick') return value ? 'yes' : 'no';
  if (knob.kind === 'choice') return knob.options.find(([v]) => v === value)?.[1] ?? sayOther(knob, value);
  return `${(value as number) / knob.factor} ${knob.unit}`.trim();
}

/** A value that the list does not offer: a link may bring it. */
export const sayOther = (knob: Knob, value: KnobValue): string =>
  knob.path === 'guest.bytes' ? sayBytes(value as number) : String(value);

/** `64 MiB · hot set · 320 MiB/s`. */
export function guestSummary(scenario: Scenario): string {
  const { bytes, dirtyRate } = scenario.guest;
  return `${sayBytes(bytes)} · ${sayValue(WORKLOAD, readKnob(scenario, 'guest.workload'))} · ${sayBytes(dirtyRate)}/s`;
}
