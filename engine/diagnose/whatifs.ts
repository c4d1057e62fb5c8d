/** A fitted course as settings of a scenario, and what else could have been set: each with what comes of it. */
import { worded } from '../base/language.ts';
import { GIB, MIB, MS, PAGE_BYTES, PMD_BYTES } from '../base/units.ts';
import { findPreset, type KnobValue, overridesOf, withOverrides } from '../scenario/presets.ts';
import { KNOB_RANGES } from '../scenario/schema.ts';
import { type Course, courseOf } from './rounds.ts';

/** Whose knobs are set: QEMU as its source has it, which is what was measured. */
export const FIT_PRESET = 'qemu-as-coded';
/** A larger guest is simulated smaller, with all rates smaller alike: times stay what they are. */
const LARGEST = 256 * MIB;
/** But no link is slower, or a small guest's devices would fill the downtime. */
const SLOWEST = 16 * MIB;
/** A limit that ends it, with room for what is dirtied while QEMU decides. */
const ROOM = 1.1;
/** Limits that are tried grow so; QEMU takes no longer one, ms. */
const LONGER = 1.2;
const LONGEST_LIMIT = 2_000_000;

/** Settings of a scenario that differ from the preset, by knob path, as links hold them. */
export type FitOverrides = Readonly<Record<string, KnobValue>>;

export interface WhatIf {
  readonly id: 'postcopy' | 'precopy' | 'longer-limit' | 'auto-converge' | 'faster-link';
  /** "Postcopy after the first pass" */
  readonly title: string;
  /** All overrides of this run, not only those that differ from the fit. */
  readonly overrides: FitOverrides;
  /** What is predicted; null when it never ends. */
  readonly totalMs: number | null;
  readonly downtimeMs: number | null;
}

/** By how much the scenario is smaller. */
export function scaleOf({ pages, zeroPages, bandwidth }: Course): number {
  let scale = 1;
  const bytes = (pages + zeroPages) * PAGE_BYTES;
  while (bytes / scale > LARGEST && (bandwidth / (2 * scale) >= SLOWEST || bytes / scale > GIB)) scale *= 2;
  return scale;
}

/** The overrides of a course, within the ranges of the knobs. */
export function overridesFor(course: Course, scale: number): FitOverrides {
  const preset = findPreset(FIT_PRESET);
  if (!preset.ok) return {};
  const within = (path: keyof typeof KNOB_RANGES, value: number): number =>
    Math.min(KNOB_RANGES[path][1], Math.max(KNOB_RANGES[path][0], Math.round(value)));
  const all = (course.pages + course.zeroPages) * PAGE_BYTES;
  const { postcopyAt } = course;
  const wanted: Record<string, KnobValue> = {
    'guest.bytes': Math.max(PMD_BYTES, Math.round(all / scale / PMD_BYTES) * PMD_BYTES),
    'guest.vcpus': 1,
    'guest.workload': course.pattern,
    'guest.dirtyRate': within('guest.dirtyRate', course.dirtyRate / scale),
    'guest.zeroPages': within(
      'guest.zeroPages',
      (100 * course.zeroPages) / (course.pages + course.zeroPages),
    ),
    'wire.bandwidth': within('wire.bandwidth', course.bandwidth / scale),
    'qemu.mode': postcopyAt === 'one-pass' ? 'hybrid' : 'precopy',
    'qemu.downtimeLimit': within('qemu.downtimeLimit', course.limitMs * MS),
    'qemu.autoConverge': course.autoConverge,
    'qemu.preempt': course.preempt,
    'qemu.postcopyBandwidth': within('qemu.postcopyBandwidth', course.postcopyBandwidth / scale),
    faults: typeof postcopyAt === 'number' ? `postcopy@precopy+${postcopyAt}ms` : '',
  };
  const scenario = withOverrides(preset.value, wanted);
  return scenario.ok ? overridesOf(preset.value, scenario.value) : {};
}

/** A limit that ends precopy: twice the present one, or as much more as it takes. */
function longerLimit(course: Course): number {
  let limitMs = Math.max(1, 2 * course.limitMs);
  while (limitMs < LONGEST_LIMIT && !courseOf({ ...course, limitMs }).ends) limitMs *= LONGER;
  return Math.min(LONGEST_LIMIT, Math.ceil(limitMs * ROOM));
}

export function whatIfsOf(course: Course, scale: number): WhatIf[] {
  const plain = { ...course, postcopyAt: null };
  const wanted: readonly (readonly [WhatIf['id'], string, Course | null])[] = [
    [
      'postcopy',
      worded`Postcopy after the first pass`,
      course.postcopyAt === 'one-pass' ? null : { ...course, postcopyAt: 'one-pass' },
    ],
    ['precopy', worded`Precopy only`, course.postcopyAt === null ? null : plain],
    ['longer-limit', worded`A longer downtime limit`, { ...plain, limitMs: longerLimit(plain) }],
    ['auto-converge', worded`Auto-converge`, course.autoConverge ? null : { ...plain, autoConverge: true }],
    ['faster-link', worded`Twice the bandwidth`, { ...course, bandwidth: 2 * course.bandwidth }],
  ];
  return wanted.flatMap(([id, title, one]) => {
    if (!one) return [];
    const { totalMs, downtimeMs, ends: isOver } = courseOf(one);
    return [
      {
        id,
        title,
        overrides: overridesFor(one, scale),
        totalMs: isOver ? Math.round(totalMs) : null,
        downtimeMs: isOver ? Math.round(downtimeMs) : null,
      },
    ];
  });
}
