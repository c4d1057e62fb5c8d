/** Recordings of CRIU restores with lazy pages. They have one mapping (`meta.map`) instead of blocks, no phases, and requests of
 *  userfaultfd whose ranges no tracepoint prints; `asRecording` gives them the form of QEMU's. */
import { PAGE_BYTES } from '../base/units.ts';

/** [t, side, kind, block, page, n, x], of which nothing is checked yet. */
type AnyRow = readonly unknown[];

const MAIN = 0;
/** What lies between a call and a sample that shows it, at least: s. */
const SOON = 1e-6;

/** The input in the form that `recording.ts` checks; whatever is no recording of CRIU stays as it is. */
export function asRecording(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || 'blocks' in input) return input;
  const { meta, events } = input as { meta?: unknown; events?: unknown };
  if (typeof meta !== 'object' || meta === null || !Array.isArray(events)) return input;
  const { map, settings_seen: settings } = meta as { map?: unknown; settings_seen?: unknown };
  if (!Array.isArray(map) || typeof map[1] !== 'number') return input;
  const rows = events.map(asRow);
  return {
    ...input,
    meta: { ...meta, settings_seen: settingsOf(settings) },
    blocks: [{ id: 'mapping', used: map[1] }],
    main_block: MAIN,
    phases: {},
    events: [...rows, ...registration(rows, MAIN, Math.floor(map[1] / PAGE_BYTES))],
  };
}

/** Sides are the restored process, the daemon and the kernel of one host. A verdict's count of holes is in the text of its event. */
function asRow(row: unknown): unknown {
  if (!Array.isArray(row) || row.length !== 7) return row;
  const [t, side, kind, block, page, n, x] = row as AnyRow;
  const here = side === 'task' || side === 'lazyd' || side === 'kernel' ? 'dst' : side;
  if (kind !== 'kh_scan' || typeof x !== 'object' || x === null) return [t, here, kind, block, page, n, x];
  const { a } = x as { a?: unknown };
  const none = typeof a === 'string' ? /none_or_zero=(\d{1,4})/.exec(a)?.[1] : undefined;
  return [t, here, kind, block, page, n, none === undefined ? x : { ...x, none: Number(none) }];
}

/** [enabled, defrag, scan_sleep_ms, max_ptes_none, …] → with pages_to_scan before the last, as QEMU's have it. */
function settingsOf(seen: unknown): unknown {
  const first: unknown = Array.isArray(seen) && Array.isArray(seen[0]) ? seen[0][0] : undefined;
  if (!Array.isArray(first) || !Number.isNaN(Number(first[4] ?? Number.NaN))) return seen;
  return [[[first[0], first[1], first[2], null, first[3]], 1]];
}

/** Rows that register and unregister `block`, where no row has the range: the mapping's REGISTER is the next one after it was moved into
 *  place, and closing the userfaultfd ends it after the last page was placed. VmFlags of samples show that both happened. */
export function registration(rows: readonly unknown[], block: number, pages: number): AnyRow[] {
  const all = rows.filter(
    (row): row is AnyRow => Array.isArray(row) && row.length === 7 && typeof row[0] === 'number',
  );
  const at = (row: AnyRow) => row[0] as number;
  const mine = (kind: string) => all.filter((row) => row[2] === kind && row[3] === block);
  if (mine('uffd_register').length > 0) return [];
  const armed = mine('smaps').map((row) => ({ t: at(row), um: flagsOf(row).includes('um') }));
  const first = armed.find(({ um }) => um)?.t;
  if (first === undefined) return [];
  const moved = mine('mremap_into_place').at(-1);
  const asked = all.filter((row) => row[2] === 'uffd_register' && row[3] === null && at(row) < first);
  const call = asked.find((row) => moved && at(row) > at(moved)) ?? asked.at(-1);
  const begin = call ? at(call) : first - SOON;
  const made: AnyRow[] = [[begin, 'dst', 'uffd_register', block, 0, pages, null]];
  const free = armed.find(({ t, um }) => t > first && !um)?.t;
  if (free === undefined || mine('uffd_unregister').length > 0) return made;
  let last = first;
  for (const { t, um } of armed) if (um && t < free) last = Math.max(last, t);
  for (const row of all) if (PLACES.has(row[2] as string) && at(row) < free) last = Math.max(last, at(row));
  return [...made, [Math.min(free, last + SOON), 'dst', 'uffd_unregister', block, 0, pages, null]];
}

const PLACES: ReadonlySet<string> = new Set(['uffd_copy', 'uffd_zeropage', 'fault']);

function flagsOf(row: AnyRow): string[] {
  const x = row[6];
  const fl = typeof x === 'object' && x !== null ? (x as { fl?: unknown }).fl : undefined;
  return typeof fl === 'string' ? fl.split(' ') : [];
}
