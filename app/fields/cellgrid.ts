/** What a screen reader meets in a field: a grid of what is in view near the cursor, beside the pictures. Rows and columns are
 *  those of the whole field, so that positions are spoken as they are; only a window of them has nodes. Far out its cells are
 *  regions, near they are pages. */
import {
  bitNames,
  classLabel,
  type Frame,
  hex,
  PAGE_BYTES,
  PMD_BYTES,
  PMD_PAGES,
  regionOf,
  type Subject,
} from '../../engine/index.ts';
import { fields as words } from '../texts/fields.ts';
import { CELL_COLUMNS, CELL_ROWS, type Layout } from './layout.ts';
import { versionOf } from './overlay.ts';
import { pageAtPlace, placeOfPage, rectOfPage, rectOfRegion } from './places.ts';

/** Rows and columns on each side of the cursor that have nodes. */
const ROWS = 3;
const COLUMNS = 5;

export interface Shown {
  readonly layout: Layout;
  readonly frame: Frame;
  readonly host: 0 | 1;
  /** The window lies around it. */
  readonly centre: number;
  /** The page that the keyboard is at; null while the field has no focus. */
  readonly cursor: number | null;
  readonly selected: number | null;
}

/** Places of the window around a page, in row order. */
function* around(l: Layout, centre: number): Generator<readonly [row: number, column: number]> {
  const { rows, columns } = sizeOf(l);
  const { row, column } = placeOfPage(l, centre);
  for (let y = Math.max(0, row - ROWS); y <= Math.min(rows - 1, row + ROWS); y++)
    for (let x = Math.max(0, column - COLUMNS); x <= Math.min(columns - 1, column + COLUMNS); x++)
      yield [y, x];
}

/** Rows and columns of the whole field: of tiles far out, of cells near. */
function sizeOf(l: Layout): { rows: number; columns: number } {
  return l.sub === PMD_PAGES
    ? { rows: l.rows * CELL_ROWS, columns: l.columns * CELL_COLUMNS }
    : { rows: l.rows, columns: l.columns };
}

/** Keeps the nodes of one grid element as they are to be; changes only what differs. */
export class CellGrid {
  constructor(private readonly grid: HTMLElement) {}

  /** Pages whose cells are described around `centre`; none far out, where cells are regions. */
  pagesAround(l: Layout, centre: number): number[] {
    if (l.sub !== PMD_PAGES) return [];
    const pages: number[] = [];
    for (const [row, column] of around(l, centre)) {
      const page = pageAtPlace(l, row, column);
      if (page !== null) pages.push(page);
    }
    return pages;
  }

  show(shown: Shown): void {
    const { layout: l, centre, cursor, selected } = shown;
    const { rows, columns } = sizeOf(l);
    set(this.grid, 'aria-rowcount', String(rows));
    set(this.grid, 'aria-colcount', String(columns));
    let row: HTMLElement | null = null;
    let rowAt = -1;
    let rowsUsed = 0;
    let cellsUsed = 0;
    const near = l.sub === PMD_PAGES ? nearBy(shown) : new Map<number, number>();
    for (const [y, x] of around(l, centre)) {
      const page = pageAtPlace(l, y, x);
      if (page === null) continue;
      if (y !== rowAt || !row) {
        if (row) trim(row, cellsUsed);
        rowAt = y;
        cellsUsed = 0;
        row = child(this.grid, rowsUsed++, 'row');
        set(row, 'aria-rowindex', String(y + 1));
      }
      const cell = child(row, cellsUsed++, 'gridcell');
      const id = this.idOf(l, page);
      if (cell.id !== id) cell.id = id;
      set(cell, 'aria-colindex', String(x + 1));
      set(cell, 'aria-selected', String(selected !== null && same(l, selected, page)));
      set(cell, 'aria-label', labelOf(shown, page, near));
      place(cell, l, page);
    }
    if (row) trim(row, cellsUsed);
    trim(this.grid, rowsUsed);
    if (cursor === null) this.grid.removeAttribute('aria-activedescendant');
    else set(this.grid, 'aria-activedescendant', this.idOf(l, cursor));
  }

  /** Ids begin with the grid's own: two fields may show the same page of the same host, of two runs. */
  private idOf(l: Layout, page: number): string {
    return l.sub === PMD_PAGES ? `${this.grid.id}-${page}` : `${this.grid.id}-r${regionOf(page)}`;
  }
}

/** The same cell: a page near, a region far out. */
const same = (l: Layout, a: number, b: number): boolean =>
  l.sub === PMD_PAGES ? a === b : regionOf(a) === regionOf(b);

/** Places of pages in the frame, by page. */
function nearBy({ frame, host }: Shown): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  frame.near[host].pages.forEach((page, i) => {
    places.set(page, i);
  });
  return places;
}

function labelOf(shown: Shown, page: number, near: ReadonlyMap<number, number>): string {
  const { layout, frame, host } = shown;
  const tiles = frame.tiles[host];
  const cells = frame.cells[host];
  const region = regionOf(page);
  const tile = region - tiles.first;
  const painted = tiles.sub === layout.sub && tile >= 0 && tile < tiles.count;
  if (layout.sub !== PMD_PAGES)
    return words.region(
      region,
      hex(region * PMD_BYTES),
      painted ? sharesOf(cells.subarray(tile * 16, tile * 16 + 16), frame.subject) : words.notPainted,
    );
  const label = painted
    ? classLabel(cells[tile * PMD_PAGES + (page % PMD_PAGES)]!, frame.subject)
    : words.notPainted;
  const at = near.get(page);
  const says =
    at === undefined
      ? []
      : [versionOf(frame, host, at), bitNames(frame.near[host].words[at]!, host).join(' ') || words.none];
  return words.cell(hex(page * PAGE_BYTES), label, says.join(', '));
}

/** A share bar in words, the largest part first. */
function sharesOf(bar: Uint8Array, subject: Subject): string {
  const parts = new Map<number, number>();
  for (const c of bar) parts.set(c, (parts.get(c) ?? 0) + 1);
  return [...parts]
    .sort((a, b) => b[1] - a[1])
    .map(([c, n]) => words.share(classLabel(c, subject), n))
    .join(', ');
}

/** Puts a node over its cell, where a screen reader may outline it. */
function place(node: HTMLElement, l: Layout, page: number): void {
  const { dpr } = l;
  const r = l.sub === PMD_PAGES ? rectOfPage(l, page) : rectOfRegion(l, regionOf(page));
  const { style } = node;
  style.transform = `translate(${Math.round(r.x / dpr)}px, ${Math.round(r.y / dpr)}px)`;
  style.width = `${Math.max(1, Math.round(r.w / dpr))}px`;
  style.height = `${Math.max(1, Math.round(r.h / dpr))}px`;
}

function set(node: HTMLElement, name: string, value: string): void {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/** The `i`th child, made when it is missing. */
function child(parent: HTMLElement, i: number, role: string): HTMLElement {
  const there = parent.children[i];
  if (there instanceof HTMLElement) return there;
  const made = document.createElement('div');
  made.setAttribute('role', role);
  parent.append(made);
  return made;
}

/** Leaves the first `n` children. */
function trim(parent: HTMLElement, n: number): void {
  while (parent.children.length > n) parent.lastElementChild?.remove();
}
