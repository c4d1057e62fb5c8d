/** Colours of the timeline, by palette. */
import { ACTORS } from '../../engine/index.ts';
import { FLAGS, inPalette, LANES, PAGE, PHASES, TIMELINE } from '../ui/colours.ts';
import type { Palette } from '../ui/theme.ts';
import type { TimelineColours } from './paint.ts';

function coloursIn(palette: Palette): TimelineColours {
  const [toSend, huge, waiting] = TIMELINE.curves;
  return {
    text: inPalette(palette, PAGE.text),
    muted: inPalette(palette, PAGE.muted),
    background: inPalette(palette, PAGE.bg),
    playhead: inPalette(palette, PAGE.accent),
    track: inPalette(palette, TIMELINE.track),
    measured: inPalette(palette, TIMELINE.measured),
    lanes: ACTORS.map((actor) => inPalette(palette, LANES[actor])),
    curves: [inPalette(palette, toSend), inPalette(palette, huge), inPalette(palette, waiting)],
    phases: PHASES,
    flags: FLAGS,
  };
}

export const TIMELINE_COLOURS: Readonly<Record<Palette, TimelineColours>> = {
  dark: coloursIn('dark'),
  light: coloursIn('light'),
};
