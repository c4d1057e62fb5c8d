/** What lies over the cells: rings around pages, where the selected one lies when it is out of view, tiles that split or fuse,
 *  guest addresses of regions, text in near cells. */
import {
  bitNames,
  CELL_CLASSES,
  classLabel,
  type Frame,
  hex,
  PMD_BYTES,
  PMD_PAGES,
  regionOf,
  type Viewport,
} from '../../engine/index.ts';
import { fields as words } from '../texts/fields.ts';
import type { Pen } from '../ui/pen.ts';
import { sayBriefTime } from '../ui/say.ts';
import { CELL_COLUMNS, CELL_ROWS, hasText, type Layout, type Rect } from './layout.ts';
import { type Colours, inkOn } from './palette.ts';
import { inView, rectOfPage, rectOfRegion } from './places.ts';

/** The mark at the field's edge that points to a selected page out of view, in CSS pixels. */
const POINTER = 9;

const HUGE = CELL_CLASSES.findIndex((c) => c.id === 'huge');
const PIECE = CELL_CLASSES.findIndex((c) => c.id === 'piece');
const WAITS = CELL_CLASSES.findIndex((c) => c.id === 'waiting');

/** Regions of a split mapping whose 2 MiB folio is still held. */
export function heldFolios(tiles: Viewport, cells: Uint8Array): number[] {
  const held: number[] = [];
  if (tiles.sub !== PMD_PAGES) return held;
  for (let t = 0; t < tiles.count; t++)
    if (cells.subarray(t * PMD_PAGES, (t + 1) * PMD_PAGES).includes(PIECE)) held.push(tiles.first + t);
  return held;
}

/** A tile that is splitting or fusing, with the part of the motion that is left, 1…0. */
export interface Pulse {
  readonly split: boolean;
  readonly left: number;
}

export interface Marks {
  /** Regions outlined as one folio. */
  readonly held: readonly number[];
  readonly selected: number | null;
  readonly hovered: number | null;
  /** Where the keyboard is. */
  readonly cursor: number | null;
  readonly pulses: ReadonlyMap<number, Pulse>;
  readonly waits: readonly PageWait[];
  /** Whether it is said who waits. */
  readonly callouts: boolean;
  /** What a story step or the pointer speaks of. */
  readonly lit: { readonly pages: readonly number[]; readonly regions: readonly number[] };
}

/** Those who sleep for one page. */
export interface PageWait {
  readonly page: number;
  readonly text: string;
}

/** Everybody who sleeps on a host, by page. */
export function waitsOf({ waits }: Frame, host: 0 | 1, process: boolean): PageWait[] {
  const pages = [...new Set(waits.filter((wait) => wait.host === host).map((wait) => wait.page))];
  return pages.map((page) => {
    const here = waits.filter((wait) => wait.host === host && wait.page === page);
    const cpus = here.flatMap(({ cpu }) => (cpu === null ? [] : [cpu])).sort((a, b) => a - b);
    const longest = Math.max(...here.map((wait) => wait.ns));
    return {
      page,
      text: words.waits(cpus.map(String), here.length - cpus.length, process, sayBriefTime(longest)),
    };
  });
}

export function paintOverlay(
  g: Pen,
  l: Layout,
  frame: Frame,
  host: 0 | 1,
  colours: Colours,
  marks: Marks,
): void {
  const { dpr } = l;
  g.clearRect(0, 0, l.width, l.height);
  if (l.sub === PMD_PAGES) {
    const width = Math.max(1, Math.min(2 * dpr, Math.floor((l.pitchX - l.tileW) / 3)));
    for (const region of marks.held)
      ring(g, rectOfRegion(l, region), colours.classes[HUGE]!, width, width / 2);
  }
  for (const [region, pulse] of marks.pulses)
    if (region < l.regions) paintPulse(g, l, rectOfRegion(l, region), pulse, colours);
  if (hasText(l)) cellTexts(g, l, frame, host, colours);
  if (l.label > 0) regionLabels(g, l, colours);
  if (l.gutter > 0) rowLabels(g, l, colours);
  for (const [page, width] of [
    [marks.hovered, 1],
    [marks.selected, 2],
  ] as const) {
    if (page === null || page >= l.regions * PMD_PAGES) continue;
    ring(g, rectOfRegion(l, regionOf(page)), colours.ring, dpr * width * 0.75, dpr);
    const cell = rectOfPage(l, page);
    if (cell.w >= 3) ring(g, cell, colours.text, dpr * width, 0);
  }
  for (const region of marks.lit.regions)
    if (region < l.regions) glow(g, rectOfRegion(l, region), colours.ring, dpr);
  for (const page of marks.lit.pages)
    if (page < l.regions * PMD_PAGES) glow(g, rectOfPage(l, page), colours.ring, dpr);
  paintWaits(g, l, marks, colours);
  if (marks.selected !== null && marks.selected < l.regions * PMD_PAGES)
    pointTo(g, l, rectOfPage(l, marks.selected), colours.ring, POINTER * dpr);
  if (marks.cursor !== null) paintCursor(g, l, marks.cursor, colours);
}

/** What is lit: a ring, and a wider one that fades. */
function glow(g: Pen, r: Rect, colour: string, dpr: number): void {
  ring(g, r, colour, 2 * dpr, 2 * dpr);
  g.globalAlpha = 0.35;
  ring(g, r, colour, 4 * dpr, 5 * dpr);
  g.globalAlpha = 1;
}

/** Text of a callout, its height and distance from its cell, in CSS pixels. */
const CALLOUT = 13;
const CALLOUT_HIGH = 22;
const CALLOUT_OFF = 6;
/** More callouts would hide the picture: one in so many CSS pixels, and at most so many. */
const CALLOUT_ROOM = 75_000;
const CALLOUTS = 4;

/** A halo round each tile and cell that somebody sleeps for, and for the first few who it is and for how long. */
function paintWaits(g: Pen, l: Layout, { waits, callouts }: Marks, colours: Colours): void {
  const { dpr } = l;
  const pink = colours.classes[WAITS]!;
  for (const { page } of waits) {
    if (page >= l.regions * PMD_PAGES) continue;
    const tile = rectOfRegion(l, regionOf(page));
    if (!inView(l, tile)) continue;
    ring(g, tile, pink, 1.5 * dpr, 1.25 * dpr);
    g.globalAlpha = 0.3;
    ring(g, tile, pink, 4 * dpr, 4 * dpr);
    g.globalAlpha = 1;
    const cell = rectOfPage(l, page);
    if (cell.w < 16 * dpr) ring(g, cell, pink, 1.5 * dpr, 1.5 * dpr);
  }
  if (!callouts) return;
  g.font = `600 ${CALLOUT * dpr}px system-ui, sans-serif`;
  g.textBaseline = 'middle';
  const most = Math.min(CALLOUTS, Math.floor((l.width * l.height) / (CALLOUT_ROOM * dpr * dpr)));
  const taken: Rect[] = [];
  for (const { page, text } of waits) {
    if (page >= l.regions * PMD_PAGES || taken.length === most) continue;
    const cell = rectOfPage(l, page);
    if (!inView(l, cell)) continue;
    const box = calloutBox(l, cell, g.measureText(text).width + 14 * dpr, taken);
    if (!box) continue;
    taken.push(box);
    g.fillStyle = colours.background;
    g.beginPath();
    g.roundRect(box.x, box.y, box.w, box.h, 5 * dpr);
    g.fill();
    g.strokeStyle = pink;
    g.lineWidth = 1.5 * dpr;
    g.stroke();
    g.fillStyle = colours.text;
    g.fillText(text, box.x + 7 * dpr, box.y + box.h / 2);
  }
}

/** Room for a callout beside its cell, inside the field and over no other one; null where there is none. */
function calloutBox(l: Layout, cell: Rect, w: number, taken: readonly Rect[]): Rect | null {
  const { dpr } = l;
  if (w > l.width - 2 * dpr) return null;
  const h = CALLOUT_HIGH * dpr;
  const off = CALLOUT_OFF * dpr;
  const right = cell.x + cell.w + off;
  const x = right + w <= l.width - dpr ? right : Math.max(dpr, cell.x - off - w);
  const middle = cell.y + cell.h / 2 - h / 2;
  for (const shift of [0, 1, -1, 2, -2]) {
    const y = Math.max(dpr, Math.min(l.height - h - dpr, middle + shift * (h + 3 * dpr)));
    const meets = (r: Rect): boolean => x < r.x + r.w && r.x < x + w && y < r.y + r.h && r.y < y + h;
    if (!taken.some(meets)) return { x, y, w, h };
  }
  return null;
}

function ring(g: Pen, r: Rect, colour: string, width: number, out: number): void {
  g.strokeStyle = colour;
  g.lineWidth = width;
  g.strokeRect(r.x - out, r.y - out, r.w + 2 * out, r.h + 2 * out);
}

/** The keyboard's cursor: dashes of two colours, so that it is seen on any fill and is no other ring. */
function paintCursor(g: Pen, l: Layout, page: number, colours: Colours): void {
  const { dpr } = l;
  const r = l.sub === PMD_PAGES ? rectOfPage(l, page) : rectOfRegion(l, regionOf(page));
  ring(g, r, colours.background, 3 * dpr, 1.5 * dpr);
  g.setLineDash([4 * dpr, 3 * dpr]);
  ring(g, r, colours.text, 3 * dpr, 1.5 * dpr);
  g.setLineDash([]);
}

/** A split: gaps open in the solid tile, then its frame fades. A fusion goes the other way. */
function paintPulse(g: Pen, l: Layout, r: Rect, { split, left }: Pulse, colours: Colours): void {
  const { dpr } = l;
  // 1 is one huge page, 0 is its cells with all their gaps; then only the frame is left.
  const whole = Math.max(0, (left - FRAME_PART) / (1 - FRAME_PART));
  const fused = split ? whole : 1 - whole;
  if (split ? whole > 0 : left > FRAME_PART) {
    g.globalAlpha = split ? Math.min(1, fused * 1.6) : 1;
    g.fillStyle = colours.classes[HUGE]!;
    g.fillRect(r.x, r.y, r.w, r.h);
    g.fillStyle = colours.background;
    const [columns, rows] = [shardsOf(r.w, CELL_COLUMNS, dpr), shardsOf(r.h, CELL_ROWS, dpr)];
    const width = Math.round(((1 - fused) * Math.min(r.w / columns, r.h / rows)) / 2.5);
    for (let c = 1; c < columns; c++)
      g.fillRect(Math.round(r.x + (r.w * c) / columns - width / 2), r.y, width, r.h);
    for (let y = 1; y < rows; y++)
      g.fillRect(r.x, Math.round(r.y + (r.h * y) / rows - width / 2), r.w, width);
  }
  g.globalAlpha = Math.min(1, left / FRAME_PART);
  ring(g, r, colours.ring, 2 * dpr, 2 * dpr);
  g.globalAlpha = 1;
}

/** Pieces of a tile along one side that are large enough for gaps between them to be seen: its cells, or some of them together. */
function shardsOf(side: number, cells: number, dpr: number): number {
  let n = cells;
  while (n > 2 && side / n < SHARD * dpr) n /= 2;
  return n;
}
const SHARD = 6;

/** The part of the motion in which the frame fades. */
const FRAME_PART = 0.45;

/** A triangle at the edge of the field, where a page lies that is out of view. */
function pointTo(g: Pen, l: Layout, r: Rect, colour: string, size: number): void {
  if (inView(l, r)) return;
  const [x, y] = [r.x + r.w / 2, r.y + r.h / 2];
  const at = [
    Math.max(size, Math.min(l.width - size, x)),
    Math.max(size, Math.min(l.height - size, y)),
  ] as const;
  const turn = Math.atan2(y - at[1], x - at[0]);
  g.fillStyle = colour;
  g.beginPath();
  for (const [corner, far] of [
    [0, size],
    [2.4, size],
    [-2.4, size],
  ] as const)
    g.lineTo(at[0] + far * Math.cos(turn + corner), at[1] + far * Math.sin(turn + corner));
  g.fill();
}

/** The guest address at which each region begins, above it. */
function regionLabels(g: Pen, l: Layout, colours: Colours): void {
  const { dpr } = l;
  g.font = `${13 * dpr}px ui-monospace, monospace`;
  g.textBaseline = 'top';
  g.fillStyle = colours.muted;
  for (let region = l.viewport.first; region < l.viewport.first + l.viewport.count; region++) {
    const r = rectOfRegion(l, region);
    if (!inView(l, { ...r, y: r.y - l.label, h: r.h + l.label })) continue;
    g.fillText(
      hex(region * PMD_BYTES),
      Math.max(r.x, Math.min(0, r.x + r.w - 90 * dpr)),
      r.y - l.label + dpr,
    );
  }
}

/** The guest address at which each row of tiles begins, on its left. */
function rowLabels(g: Pen, l: Layout, colours: Colours): void {
  const { dpr } = l;
  g.font = `${13 * dpr}px ui-monospace, monospace`;
  g.textBaseline = 'top';
  g.fillStyle = colours.muted;
  for (let row = 0; row < l.rows; row++)
    g.fillText(hex(row * l.columns * PMD_BYTES), l.x - l.gutter, l.y + row * l.pitchY + dpr);
}

/** Letters of the page table's bits, in bit order: present, huge, zero page, writable, dirty, accessed, piece, uffd-wp. */
const LETTERS = ['P', 'H', 'Z', 'W', 'D', 'A', 'pc', 'wp'];

/** What the letters of some words mean. */
export function lettersIn(pageWords: Uint16Array): string {
  const met = pageWords.reduce((bits, word) => bits | word, 0);
  return words.letters.filter((_, bit) => met & (1 << bit)).join(' · ');
}

/** The page table's bits by their letters, then EPT's. */
export function bitLetters(word: number, host: 0 | 1): string[] {
  const names = bitNames(word, host);
  const letters = LETTERS.filter((_, bit) => word & (1 << bit)).join(' ');
  const ept = !names.includes('EPT') ? '' : names.includes('EPT 4K') ? 'EPT 4K' : 'EPT 2M';
  return [letters || '—', names.includes('EPT write') ? `${ept} W` : ept].filter(Boolean);
}

/** What near cells say, as many lines as fit: guest address (the page's number stands out), versions, bits, class. */
function cellTexts(g: Pen, l: Layout, frame: Frame, host: 0 | 1, colours: Colours): void {
  const { dpr } = l;
  const tiles = frame.tiles[host];
  const cells = frame.cells[host];
  const { pages, words } = frame.near[host];
  if (tiles.sub !== PMD_PAGES) return;
  const inks = colours.classes.map(inkOn);
  const pad = 3 * dpr;
  g.textBaseline = 'top';
  pages.forEach((page, at) => {
    const r = rectOfPage(l, page);
    const c = cells[page - tiles.first * PMD_PAGES];
    if (c === undefined || !inView(l, r)) return;
    g.fillStyle = inks[c] ?? colours.text;
    const room = r.w - 2 * pad;
    g.font = `600 ${13 * dpr}px ui-monospace, monospace`;
    const number = hex(page);
    g.fillText(number, r.x + pad, r.y + pad, room);
    const wide = g.measureText(number).width;
    g.font = `${13 * dpr}px ui-monospace, monospace`;
    const digits = '000';
    if (wide + g.measureText(digits).width <= room) g.fillText(digits, r.x + pad + wide, r.y + pad);
    g.font = `${13 * dpr}px system-ui, sans-serif`;
    const lines = [versionOf(frame, host, at), ...bitLetters(words[at]!, host), classLabel(c, frame.subject)];
    let y = r.y + pad;
    for (const line of lines) {
      y += 16 * dpr;
      if (y + 14 * dpr <= r.y + r.h) g.fillText(line, r.x + pad, y, room);
    }
  });
}

/** Version of the `at`th near page, against the source's on the destination. */
export function versionOf(frame: Frame, host: 0 | 1, at: number): string {
  const { src, dst } = frame.near[host];
  const [source, own] = [src[at]!, (host ? dst : src)[at]!];
  if (host === 0) return words.version(own);
  return own === source ? words.equal(own) : words.behind(own, source);
}
