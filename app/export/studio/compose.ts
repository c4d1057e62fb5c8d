/** Draws a picture: what was run and where in it we are, the fields with their legends or the timeline or both, and below what the
 *  step does and the link that shows it again. */
import { CELL_CLASSES, classLabel, type Frame } from '../../../engine/index.ts';
import { PATTERN } from '../../fields/axes.ts';
import { heldFolios, paintOverlay, waitsOf } from '../../fields/overlay.ts';
import { type Colours, PALETTES } from '../../fields/palette.ts';
import { phaseAt } from '../../run/phases.ts';
import { TIMELINE_COLOURS } from '../../timeline/colours.ts';
import { nowOf, paintOver } from '../../timeline/over.ts';
import { paintTimeline, type TimelineColours } from '../../timeline/paint.ts';
import type { Geometry } from '../../timeline/rows.ts';
import { elide, type Pen } from '../../ui/pen.ts';
import { type Box, CAPTION_LINES, LINE, type Moment, PAD, type Plan, planOf, type Setting } from './scene.ts';
import type { Surface } from './surface.ts';

const FONT = 'system-ui, sans-serif';
const MONO = 'ui-monospace, monospace';

/** What the legend calls a class. */
const labelOf = (s: Setting, c: number): string => classLabel(c, s.cast);

/** Where everything of a setting stands. */
export const planFor = (s: Setting): Plan =>
  planOf(
    s,
    s.legends.map((classes) => classes.map((c) => labelOf(s, c).length)),
  );

export function compose(surface: Surface, s: Setting, moment: Moment, plan = planFor(s)): void {
  const colours = PALETTES[s.palette];
  const lines = TIMELINE_COLOURS[s.palette];
  const all: Box = { x: 0, y: 0, w: s.width, h: s.height };
  surface.layer(all, 'css', (pen) => {
    pen.fillStyle = colours.background;
    pen.fillRect(0, 0, s.width, s.height);
    head(pen, s, moment, lines);
    plan.fields.forEach(({ box, legend }, i) => {
      sideHead(pen, s, moment.frame, i, box, lines);
      drawLegend(pen, s, i, legend, colours, lines);
    });
    caption(pen, s, moment, plan.caption, lines);
  });
  plan.fields.forEach(({ box, layout }, i) => {
    const { host } = s.sides[i]!;
    const tiles = moment.frame.tiles[host];
    const cells = moment.frame.cells[host];
    surface.cells(box, layout, tiles, cells, colours);
    const marks = {
      held: heldFolios(tiles, cells),
      selected: s.selected,
      hovered: null,
      cursor: null,
      pulses: new Map(),
      waits: waitsOf(moment.frame, host, s.cast === 'criu'),
      callouts: true,
      lit: { pages: [], regions: [] },
    };
    surface.layer(box, 'device', (pen) => paintOverlay(pen, layout, moment.frame, host, colours, marks));
  });
  if (plan.timeline && s.timeline) drawTimeline(surface, s, moment, plan.timeline, lines);
}

/** Nobody points at a picture. */
const NOTHING = { pointed: null, range: null } as const;

function drawTimeline(
  surface: Surface,
  s: Setting,
  moment: Moment,
  box: Box,
  colours: TimelineColours,
): void {
  const { actors, flags, curves, phases } = s.timeline!;
  const { step } = moment.frame;
  const g: Geometry = {
    width: box.w,
    height: box.h,
    actors,
    pinned: 0,
    unfolded: false,
    lane: null,
    subject: s.cast,
    flags,
    curves,
    coarse: false,
  };
  surface.layer(box, 'css', (pen) =>
    paintTimeline(pen, g, { ...s.timeline!, events: null, isLit: () => false }, colours),
  );
  surface.layer(box, 'css', (pen) =>
    paintOver(
      pen,
      g,
      s.timeline!,
      { step, now: nowOf(moment.frame, phaseAt({ phases }, Math.max(1, step))?.label ?? ''), ...NOTHING },
      colours,
    ),
  );
}

function head(pen: Pen, s: Setting, { place }: Moment, colours: TimelineColours): void {
  const width = s.width - 2 * PAD;
  pen.textBaseline = 'alphabetic';
  pen.fillStyle = colours.muted;
  pen.font = `600 13px ${FONT}`;
  pen.textAlign = 'right';
  pen.fillText('faultline', s.width - PAD, 28);
  const mark = pen.measureText('faultline').width + 12;
  pen.textAlign = 'left';
  pen.fillStyle = colours.text;
  pen.font = `600 18px ${FONT}`;
  pen.fillText(elide(pen, s.title, width - mark), PAD, 28);
  pen.fillStyle = colours.muted;
  pen.font = `13px ${FONT}`;
  pen.fillText(elide(pen, place, width), PAD, 48);
}

function sideHead(
  pen: Pen,
  s: Setting,
  frame: Frame,
  side: number,
  box: Box,
  colours: TimelineColours,
): void {
  const { host, title } = s.sides[side]!;
  pen.fillStyle = colours.text;
  pen.font = `600 13px ${FONT}`;
  pen.fillText(title, box.x, box.y - 8);
  const at = pen.measureText(title).width + 10;
  pen.fillStyle = colours.muted;
  pen.font = `12px ${MONO}`;
  pen.fillText(elide(pen, frame.flags[host], box.w - at), box.x + at, box.y - 8);
}

function drawLegend(
  pen: Pen,
  s: Setting,
  side: number,
  box: Box,
  colours: Colours,
  text: TimelineColours,
): void {
  pen.font = `12px ${FONT}`;
  let x = box.x;
  let y = box.y;
  for (const c of s.legends[side] ?? []) {
    const label = labelOf(s, c);
    const width = 16 + pen.measureText(label).width;
    if (x > box.x && x + width > box.x + box.w) {
      x = box.x;
      y += LINE;
    }
    pen.fillStyle = colours.classes[c]!;
    pen.fillRect(x, y + 3, 10, 10);
    pen.fillStyle = colours.background;
    colours.patterns[c]?.slice(0, PATTERN).forEach((bits, row) => {
      for (let column = 0; column < PATTERN; column++)
        if ((bits >> column) & 1)
          pen.fillRect(x + (column * 10) / PATTERN, y + 3 + (row * 10) / PATTERN, 10 / PATTERN, 10 / PATTERN);
    });
    if (CELL_CLASSES[c]?.id === 'hole') {
      pen.strokeStyle = text.muted;
      pen.lineWidth = 1;
      pen.strokeRect(x + 0.5, y + 3.5, 9, 9);
    }
    pen.fillStyle = text.text;
    pen.fillText(label, x + 15, y + 12);
    x += width + 14;
  }
}

function caption(pen: Pen, s: Setting, { frame, link }: Moment, top: number, colours: TimelineColours): void {
  const width = s.width - 2 * PAD;
  pen.fillStyle = colours.text;
  pen.font = `14px ${FONT}`;
  const words = wrapped(pen, frame.event.words, width, 2, /(?<= )/);
  words.forEach((line, i) => {
    pen.fillText(line, PAD, top + 14 + i * LINE);
  });
  pen.fillStyle = colours.muted;
  pen.font = `11px ${MONO}`;
  const source = link === null ? [] : wrapped(pen, link, width, 2, /(?=[&])/);
  [`digest ${s.digest}`, ...source.reverse()].forEach((line, i) => {
    pen.fillText(line, PAD, top + (CAPTION_LINES - 1 - i) * LINE + 12);
  });
}

/** At most `most` lines, broken where `between` matches; what is left over is elided. */
function wrapped(pen: Pen, text: string, width: number, most: number, between: RegExp): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of text.split(between)) {
    if (line !== '' && lines.length < most - 1 && pen.measureText(line + part).width > width) {
      lines.push(line);
      line = '';
    }
    line += part;
  }
  return [...lines, elide(pen, line, width)];
}
