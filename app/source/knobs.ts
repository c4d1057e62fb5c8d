/** The knobs a reader may turn, as data: the form is drawn from these groups. A group, and a knob in it, is shown where it
 *  means something; a link may set any of them. What they are called and what each does is said in the texts. */
import {
  COST_IDS,
  CRIU_THP,
  ERAS,
  GUEST_SIZES,
  KNOB_RANGES,
  type KnobValue,
  MIB,
  ownerOf,
  readKnob,
  type Scenario,
  SYSTEMS,
  sayBytes,
  TRACKERS,
  WORKLOADS,
} from '../../engine/index.ts';
import type { Overrides } from '../state/choice.ts';
import { knobs as words } from '../texts/source.ts';
import { sayCount } from '../ui/say.ts';

type Options = readonly (readonly [value: KnobValue, label: string])[];
type When = (s: Scenario) => boolean;

export type Knob = {
  readonly path: string;
  readonly label: string;
  /** Left out: wherever its group is shown. */
  readonly when?: When | undefined;
} & (
  | { readonly kind: 'choice'; readonly options: Options; readonly wide?: boolean }
  | {
      readonly kind: 'number';
      readonly unit: string;
      /** Of the unit in the scenario's own. */
      readonly factor: number;
      /** In the unit. */
      readonly min: number;
      readonly max: number;
    }
  | { readonly kind: 'tick' }
);

export interface KnobGroup {
  readonly title: string;
  readonly when?: When;
  /** Seldom turned: it starts folded. */
  readonly folded?: boolean;
  readonly knobs: readonly Knob[];
}

const wordsOf = (path: string, values: readonly KnobValue[]): Options =>
  values.map((value) => [value, words.options[path]?.[String(value)] ?? String(value)]);

const named = (path: string, when: When | undefined) => ({ path, label: words.labels[path] ?? path, when });
/** A knob whose values have names, in the words of its path. */
const choice = (
  path: string,
  values: readonly KnobValue[],
  when?: When,
  options = wordsOf(path, values),
): Knob => ({ ...named(path, when), kind: 'choice', options });
/** The same, in a row of its own. */
const wide = (path: string, values: readonly KnobValue[], when?: When): Knob => ({
  ...named(path, when),
  kind: 'choice',
  options: wordsOf(path, values),
  wide: true,
});
const number = (path: keyof typeof KNOB_RANGES, unit = '', factor = 1, when?: When): Knob => {
  const [min, max] = KNOB_RANGES[path];
  return {
    ...named(path, when),
    kind: 'number',
    unit,
    factor,
    // Two digits of a fraction, and never beyond what is allowed.
    min: Math.ceil((min / factor) * 100) / 100,
    max: Math.floor(max / factor),
  };
};
const tick = (path: string, when?: When): Knob => ({ ...named(path, when), kind: 'tick' });

const isQemu: When = (s) => s.system === 'qemu';
const isCriu: When = (s) => s.system === 'criu';
const isTracking: When = (s) => s.system === 'tracking';
const migrates: When = (s) => !isTracking(s);
const hasPostcopy: When = (s) => s.qemu.mode !== 'precopy';
const hasPrecopy: When = (s) => s.qemu.mode !== 'postcopy';
const usesKvm: When = (s) => isQemu(s) || isOfKvm(s.tracker);

const isOfKvm = (tracker: string) => tracker.startsWith('kvm-');
const KVM_TRACKERS = TRACKERS.filter(isOfKvm);
const PAGE_TRACKERS = TRACKERS.filter((tracker) => !isOfKvm(tracker));

const WORKLOAD = choice('guest.workload', WORKLOADS);

const GROUPS: readonly KnobGroup[] = [
  {
    title: words.groups.guest,
    knobs: [
      choice(
        'guest.bytes',
        GUEST_SIZES,
        undefined,
        GUEST_SIZES.map((value) => [value, sayBytes(value)]),
      ),
      WORKLOAD,
      number('guest.dirtyRate', 'MiB/s', MIB),
      number('guest.vcpus'),
      number('guest.zeroPages', '%'),
      number('guest.seed'),
      tick('guest.asyncPf', isQemu),
    ],
  },
  {
    title: words.groups.link,
    when: migrates,
    knobs: [number('wire.bandwidth', 'MB/s', 1e6), number('wire.latency', 'µs', 1000)],
  },
  {
    title: 'QEMU',
    when: isQemu,
    knobs: [
      wide('qemu.mode', ['precopy', 'hybrid', 'postcopy']),
      tick('qemu.nohugepage', hasPostcopy),
      wide('qemu.hugepageAgain', ['after-register', 'at-cleanup'], hasPostcopy),
      wide('qemu.discard', ['pages', 'runs', 'vector'], hasPostcopy),
      number('qemu.downtimeLimit', 'ms', 1e6, hasPrecopy),
      number('qemu.postcopyBandwidth', 'MB/s', 1e6, hasPostcopy),
      tick('qemu.autoConverge', hasPrecopy),
      tick('qemu.preempt', hasPostcopy),
    ],
  },
  {
    title: 'CRIU',
    when: isCriu,
    knobs: [
      wide('criu.thp', CRIU_THP),
      wide('tracker', PAGE_TRACKERS),
      number('criu.preDumps'),
      number('criu.interval', 'ms', 1e6),
      tick('criu.events'),
    ],
  },
  {
    title: words.groups.tracking,
    when: isTracking,
    knobs: [wide('tracker', TRACKERS), number('tracking.rounds'), number('tracking.interval', 'ms', 1e6)],
  },
  {
    title: 'khugepaged',
    knobs: [
      number('khugepaged.maxPtesNone'),
      number('khugepaged.pagesToScan'),
      number('khugepaged.scanSleep', 'ms', 1e6),
      wide('khugepaged.wake', ['clock', 'before-register'], migrates),
    ],
  },
  {
    title: words.groups.kernel,
    knobs: [choice('era', ERAS), choice('costs', COST_IDS)],
  },
  {
    title: words.groups.dirtyLog,
    folded: true,
    when: usesKvm,
    knobs: [{ ...wide('tracker', KVM_TRACKERS), when: isQemu }, tick('eagerSplit')],
  },
  {
    title: words.groups.system,
    folded: true,
    knobs: [wide('system', SYSTEMS)],
  },
];

/** What the form shows for a scenario, in its order and in the words of its system. */
export function groupsOf(scenario: Scenario): KnobGroup[] {
  const shown = ({ when }: { readonly when?: When | undefined }) => when?.(scenario) ?? true;
  const ofProcess = ownerOf(scenario.system) === 'process';
  return GROUPS.filter(shown).map((group) => ({
    ...group,
    title: ofProcess && group.title === words.groups.guest ? words.groups.process : group.title,
    knobs: group.knobs
      .filter(shown)
      .map((knob) => ({ ...knob, label: (ofProcess && words.ofProcess[knob.path]) || knob.label })),
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
  if (knob.kind === 'tick') return value ? words.yes : words.no;
  if (knob.kind === 'choice') return knob.options.find(([v]) => v === value)?.[1] ?? sayOther(knob, value);
  return `${(value as number) / knob.factor} ${knob.unit}`.trim();
}

type NumberKnob = Knob & { kind: 'number' };

/** `0 to 102,400`; the field shows the unit. */
export const sayRange = ({ min, max }: NumberKnob, unit = ''): string =>
  words.range(sayNumber(min), sayNumber(max), unit);

/** What is typed into a number's field, in the scenario's unit; or what was expected instead. */
export function readNumber(knob: NumberKnob, text: string): number | string {
  const { label, min, max, factor, unit } = knob;
  const typed = text.replace(/,/g, '').trim();
  const n = typed === '' ? Number.NaN : Number(typed);
  // A unit that is not the scenario's own may be divided.
  const whole = factor === 1;
  if (n >= min && n <= max && (!whole || Number.isInteger(n))) return Math.round(n * factor);
  return whole
    ? words.expectedWhole(label, sayRange(knob, unit), typed)
    : words.expected(label, sayRange(knob, unit), typed);
}

const sayNumber = (n: number): string => (Number.isInteger(n) ? sayCount(n) : String(n));

/** What a knob is called, also one that no form shows. */
export const nameOf = (path: string, scenario: Scenario): string =>
  knobAt(path, scenario)?.label ?? words.labels[path] ?? path;

/** Knobs that were turned, as the form calls them: `Guest memory: 16 GiB; Zero pages: 10 %`. */
export function sayTurned(values: Overrides, scenario: Scenario): string {
  return Object.entries(values)
    .map(([path, value]) => {
      const knob = knobAt(path, scenario);
      return words.turned(nameOf(path, scenario), knob ? sayValue(knob, value) : String(value) || words.none);
    })
    .join('; ');
}

/** A value that the list does not offer: a link may bring it. */
export const sayOther = (knob: Knob, value: KnobValue): string =>
  knob.path === 'guest.bytes' ? sayBytes(value as number) : String(value);

/** `64 MiB · hot set · 320 MiB/s`. */
export function guestSummary(scenario: Scenario): string {
  const { bytes, dirtyRate } = scenario.guest;
  return `${sayBytes(bytes)} · ${sayValue(WORKLOAD, readKnob(scenario, 'guest.workload'))} · ${sayBytes(dirtyRate)}/s`;
}
