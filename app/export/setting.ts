/** What is on screen, as the studio draws it. */
import {
  ACTORS,
  bad,
  linkAt,
  ok,
  PMD_PAGES,
  type Result,
  type RunInfo,
  sayTime,
  worded,
} from '../../engine/index.ts';
import { sidesOf } from '../fields/Fields.tsx';
import { phaseAt } from '../run/phases.ts';
import type { Session } from '../run/session.ts';
import { titleOf } from '../source/choice.ts';
import { store } from '../state/store.ts';
import { flagRowsOf } from '../timeline/flags.ts';
import { curvesOf, GUTTER } from '../timeline/rows.ts';
import type { Span } from '../timeline/scale.ts';
import { clampWindow } from '../timeline/scale.ts';
import { sayCount } from '../ui/say.ts';
import { type Palette, paletteOf } from '../ui/theme.ts';
import { addressOf } from './names.ts';
import { planFor } from './studio/compose.ts';
import { type Moment, PAD, type Part, type Setting, viewportsOf } from './studio/scene.ts';

export interface PictureChoice {
  readonly part: Part;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  /** Null: as on screen. */
  readonly palette: Palette | null;
}

/** Device pixels of a picture: 8K. Canvases of more are refused by some browsers. */
const MOST_PIXELS = 7680 * 4320;
export const SIDE = { least: 320, most: 7680 } as const;

/** Why there is no picture of that size, or null. */
export function whyNotSize({ width, height, scale }: PictureChoice): string | null {
  for (const [name, side] of [
    ['width', width],
    ['height', height],
  ] as const)
    if (!Number.isInteger(side) || side < SIDE.least || side > SIDE.most)
      return worded`${name}: expected ${SIDE.least} to ${SIDE.most} pixels, got ${side}`;
  const pixels = width * height * scale * scale;
  return pixels > MOST_PIXELS
    ? worded`size: expected at most ${sayCount(MOST_PIXELS)} pixels, got ${sayCount(pixels)}`
    : null;
}

/** Everything of a picture but its step. The timeline shows `range`; without one, what it shows on screen. */
export async function settingOf(
  { engine }: Session,
  info: RunInfo,
  wanted: PictureChoice,
  range: Span | null,
): Promise<Result<Setting>> {
  const why = whyNotSize(wanted);
  if (why !== null) return bad('invalid', 'size', why);
  const { choice, theme, lens, page, axis, view } = store.getState();
  const sides = sidesOf(info);
  const { part, width, height, scale } = wanted;
  const setting: Setting = {
    part,
    width,
    height,
    scale,
    palette: wanted.palette ?? paletteOf(theme),
    lens,
    cast: info.cast,
    title: titleOf(choice, info),
    sides,
    regions: Math.ceil(info.pages / PMD_PAGES),
    selected: page,
    digest: info.digest,
    legends: sides.map(({ host }) => info.classes[lens][host]),
    timeline: null,
  };
  if (part === 'fields') return ok(setting);
  const { from, to } = range ?? (view === null ? { from: 0, to: info.steps } : clampWindow(view, info.steps));
  const all = await engine.ask('lanes', { run: info.run, from: 0, to: info.steps, buckets: 1, axis });
  if (!all.ok) return all;
  const spans = await engine.ask('flagSpans', { run: info.run });
  if (!spans.ok) return spans;
  const buckets = Math.max(1, width - 2 * PAD - GUTTER);
  const lanes = await engine.ask('lanes', { run: info.run, from, to, buckets, axis });
  if (!lanes.ok) return lanes;
  return ok({
    ...setting,
    timeline: {
      lanes: lanes.value,
      actors: ACTORS.flatMap((_, a) => (all.value.counts[a]! > 0 ? [a] : [])),
      phases: info.phases,
      steps: info.steps,
      measured: info.recording?.samples ?? [],
      axis,
      flags: flagRowsOf(spans.value),
      curves: curvesOf(info.cast, all.value.curves),
    },
  });
}

export async function momentAt(
  { engine }: Session,
  info: RunInfo,
  setting: Setting,
  step: number,
): Promise<Result<Moment>> {
  const [src, dst] = viewportsOf(setting, planFor(setting));
  const { lens } = setting;
  const frame = await engine.ask('frame', { run: info.run, step, lens, src, dst, inspect: null });
  if (!frame.ok) return frame;
  const { timeNs } = frame.value;
  const address = addressOf(info);
  const place = [
    worded`step ${sayCount(step)} of ${sayCount(info.steps)}`,
    sayTime(timeNs),
    phaseAt(info, step)?.label,
  ];
  return ok({
    frame: frame.value,
    place: place.filter(Boolean).join(' · '),
    link: address === null ? null : linkAt(address, step),
  });
}
