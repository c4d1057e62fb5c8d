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
import {
  CELL_COLUMNS,
  CELL_ROWS,
  inView,
  type Layout,
  type Rect,
  rectOfPage,
  rectOfRegion,
  TEXT_FROM,
} from './layout.ts';
import { type Colours, inkOn } from './palette.ts';

/** Tiles at least this wide, in CSS pixels, carry their guest address. */
const LABEL_FROM = 150;
/** The mark at the field's edge that points to a selected page out of view, in CSS pixels. */
const POINTER = 9;

const HUGE = CELL_CLASSES.findIndex((c) => c.id === 'huge');
const PIECE = CELL_CLASSES.findIndex((c) => c.id === 'piece');

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
    const width = Math.max(1, Math.min(2 * dpr, Math.floor(l.gap / 3)));
    for (const region of marks.held)
      ring(g, rectOfRegion(l, region), colours.classes[HUGE]!, width, width / 2);
  }
  for (const [region, pulse] of marks.pulses) paintPulse(g, l, rectOfRegion(l, region), pulse, colours);
  if (l.pitchX / CELL_COLUMNS >= TEXT_FROM * dpr) cellTexts(g, l, frame, host, colours);
  else if (l.pitchX >= LABEL_FROM * dpr) regionLabels(g, l, colours);
  for (const [page, width] of [
    [marks.hovered, 1],
    [marks.selected, 2],
  ] as const) {
    if (page === null || page >= l.regions * PMD_PAGES) continue;
    ring(g, rectOfRegion(l, regionOf(page)), colours.ring, dpr * width * 0.75, dpr);
    const cell = rectOfPage(l, page);
    if (cell.w >= 3) ring(g, cell, colours.text, dpr * width, 0);
  }
  if (marks.selected !== null && marks.selected < l.regions * PMD_PAGES)
    pointTo(g, l, rectOfPage(l, marks.selected), colours.ring, POINTER * dpr);
  if (marks.cursor !== null) paintCursor(g, l, marks.cursor, colours);
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

/** A split: the solid tile fades and leaves its cells. A fusion: the lines between its cells close. */
function paintPulse(g: Pen, l: Layout, r: Rect, { split, left }: Pulse, colours: Colours): void {
  const { dpr } = l;
  g.globalAlpha = left;
  if (split) {
    g.fillStyle = colours.classes[HUGE]!;
    g.fillRect(r.x, r.y, r.w, r.h);
    ring(g, r, colours.ring, 2 * dpr, (1 + 5 * (1 - left)) * dpr);
  } else {
    const bar = l.sub !== PMD_PAGES;
    g.fillStyle = colours.background;
    const [columns, rows] = bar ? [16, 1] : [CELL_COLUMNS, CELL_ROWS];
    const width = Math.max(1, (left * r.w) / columns / 3);
    for (let c = 1; c < columns; c++) g.fillRect(r.x + (r.w * c) / columns - width / 2, r.y, width, r.h);
    for (let y = 1; y < rows; y++) g.fillRect(r.x, r.y + (r.h * y) / rows - width / 2, r.w, width);
    ring(g, r, colours.ring, 2 * dpr, (1 + 5 * left) * dpr);
  }
  g.globalAlpha = 1;
}

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

/** The guest address at which each region begins. */
function regionLabels(g: Pen, l: Layout, colours: Colours): void {
  const { dpr } = l;
  g.font = `600 ${11 * dpr}px ui-monospace, monospace`;
  g.textBaseline = 'top';
  for (let region = l.viewport.first; region < l.viewport.first + l.viewport.count; region++) {
    const r = rectOfRegion(l, region);
    if (!inView(l, r)) continue;
    const text = hex(region * PMD_BYTES);
    g.fillStyle = colours.background;
    g.fillRect(r.x, r.y, g.measureText(text).width + 8 * dpr, 15 * dpr);
    g.fillStyle = colours.text;
    g.fillText(text, r.x + 4 * dpr, r.y + 2 * dpr);
  }
}

/** Letters of the page table's bits, in bit order: present, huge, zero page, writable, dirty, accessed, piece, uffd-wp. */
const LETTERS = ['P', 'H', 'Z', 'W', 'D', 'A', 'pc', 'wp'];

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
    g.font = `600 ${11 * dpr}px ui-monospace, monospace`;
    const number = hex(page);
    g.fillText(number, r.x + pad, r.y + pad, room);
    const wide = g.measureText(number).width;
    g.font = `${10 * dpr}px ui-monospace, monospace`;
    const digits = '000';
    if (wide + g.measureText(digits).width <= room) g.fillText(digits, r.x + pad + wide, r.y + pad + dpr);
    g.font = `${11 * dpr}px system-ui, sans-serif`;
    const lines = [versionOf(frame, host, at), ...bitLetters(words[at]!, host), classLabel(c, frame.subject)];
    let y = r.y + pad;
    for (const line of lines) {
      y += 13 * dpr;
      if (y + 12 * dpr <= r.y + r.h) g.fillText(line, r.x + pad, y, room);
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
