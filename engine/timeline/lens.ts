/** A lens turns page words into classes of cells: one byte a cell, by a table of 65,536 entries a host and lens.
 *  What a class looks like is the app's affair; what it means is said here. */
import {
  EPT,
  EPT_4K,
  EPT_WRITE,
  type Host,
  HUGE,
  IN_FLIGHT,
  LOST,
  PIECE,
  PRESENT,
  SENT,
  STALE,
  TO_SEND,
  WAITING,
  ZERO,
} from '../event/pageword.ts';

export const LENSES = ['migration', 'huge', 'ept'] as const;
export type Lens = (typeof LENSES)[number];
export const LENS_LABELS: Readonly<Record<Lens, string>> = {
  migration: 'Migration',
  huge: 'Huge pages',
  ept: 'EPT',
};

/** A class of cells. `solid` cells have no gaps between them: one huge mapping is one calm tile. */
export interface CellClass {
  readonly id: string;
  readonly label: string;
  readonly solid: boolean;
}

/** Index = the byte in a frame's cells. 0 is what lies outside guest memory. */
export const CELL_CLASSES: readonly CellClass[] = [
  { id: 'outside', label: '', solid: false },
  { id: 'hole', label: 'hole', solid: false },
  { id: 'unsent', label: 'not sent yet', solid: false },
  { id: 'sent', label: 'sent, clean', solid: false },
  { id: 'again', label: 'dirty again', solid: false },
  { id: 'flight', label: 'in flight', solid: false },
  { id: 'huge', label: 'huge mapping', solid: true },
  { id: 'small', label: '4 KB mapping', solid: false },
  { id: 'piece', label: 'split piece', solid: false },
  { id: 'zero', label: 'zero page', solid: false },
  { id: 'hugezero', label: 'huge zero page', solid: true },
  { id: 'stale', label: 'stale', solid: false },
  { id: 'hugestale', label: 'stale, huge mapping', solid: true },
  { id: 'waiting', label: 'vCPU waiting', solid: false },
  { id: 'requested', label: 'requested', solid: false },
  { id: 'lost', label: 'lost', solid: false },
  { id: 'ept2m', label: 'EPT 2 MiB leaf', solid: true },
  { id: 'ept4kw', label: 'EPT 4 KB, writable', solid: false },
  { id: 'ept4kp', label: 'EPT 4 KB, write-protected', solid: false },
  { id: 'eptnone', label: 'not in EPT', solid: false },
];

const C = Object.fromEntries(CELL_CLASSES.map((c, i) => [c.id, i])) as Record<string, number>;
const id = (name: string): number => C[name] as number;

/** Classes a reader may meet in a lens on a host, in legend order. */
export function legend(lens: Lens, host: Host): number[] {
  if (lens === 'ept') return ['ept2m', 'ept4kw', 'ept4kp', 'eptnone'].map(id);
  if (lens === 'huge') return ['huge', 'hugezero', 'piece', 'small', 'zero', 'hole'].map(id);
  return (
    host === 0
      ? ['huge', 'unsent', 'sent', 'again', 'flight']
      : ['huge', 'piece', 'small', 'stale', 'hole', 'zero', 'requested', 'waiting', 'lost']
  ).map(id);
}

/** Class of one page word. */
function classOf(lens: Lens, host: Host, w: number): number {
  if (lens === 'ept')
    return !(w & EPT)
      ? id('eptnone')
      : !(w & EPT_4K)
        ? id('ept2m')
        : w & EPT_WRITE
          ? id('ept4kw')
          : id('ept4kp');
  const mapping = !(w & PRESENT)
    ? id('hole')
    : w & ZERO
      ? id(w & HUGE ? 'hugezero' : 'zero')
      : w & HUGE
        ? id('huge')
        : w & PIECE
          ? id('piece')
          : id('small');
  if (lens === 'huge') return mapping;
  if (host === 0) {
    if (w & IN_FLIGHT) return id('flight');
    if (w & TO_SEND) return id(w & SENT ? 'again' : 'unsent');
    return w & SENT ? id('sent') : mapping;
  }
  if (w & LOST) return id('lost');
  if (w & WAITING) return id('waiting');
  if (w & IN_FLIGHT && !(w & PRESENT)) return id('requested');
  if (w & STALE && w & PRESENT) return id(w & HUGE ? 'hugestale' : 'stale');
  return mapping;
}

const tables = new Map<string, Uint8Array>();

/** Page word → class, for one lens and host; built once. */
export function lensTable(lens: Lens, host: Host): Uint8Array {
  const key = `${lens}${host}`;
  let table = tables.get(key);
  if (!table) {
    table = new Uint8Array(65536);
    for (let w = 0; w < 65536; w++) table[w] = classOf(lens, host, w);
    tables.set(key, table);
  }
  return table;
}

/** Loud classes win a share bar, however few pages they are. */
export const LOUD: readonly number[] = [id('lost'), id('waiting')];
