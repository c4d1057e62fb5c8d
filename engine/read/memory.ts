/** Which memory of the logs is worth showing: the blocks of QEMU, else what a recorder watched, else ranges that calls register, advise or
 *  discard. */
import { PMD_BYTES } from '../base/units.ts';
import { CALLS, type CallName, type Evidence } from './evidence.ts';
import type { Reading } from './read.ts';

export interface Block {
  id: string;
  readonly start: number;
  /** Bytes in use, whole pages. */
  bytes: number;
}

export interface Memory {
  readonly blocks: readonly Block[];
  /** Index of the block that is shown. */
  readonly main: number;
  /** Where the blocks are known from. */
  readonly from: 'qemu' | 'recorder' | 'calls' | 'smaps';
  readonly pages: number;
}

const PAGE = 4096;
/** Ranges that are kept of a log. */
const MOST_RANGES = 4096;
/** Ranges beside the one that is shown. */
const MOST_OTHERS = 64;
/** Copies of a log without ranges that are looked at. */
const MOST_COPIES = 1 << 18;
const MOST_BYTES = 16 * 2 ** 30;

/** How much a call makes us want to see its memory. */
const WEIGHT: Partial<Record<CallName, number>> = {
  UFFDIO_REGISTER: 4,
  UFFDIO_COPY: 0,
};
const ADVISED: Readonly<Record<string, number>> = {
  MADV_HUGEPAGE: 3,
  MADV_NOHUGEPAGE: 3,
  MADV_COLLAPSE: 3,
  MADV_DONTNEED: 1,
  MADV_FREE: 1,
};

/** Whether QEMU's events of a file are those of a destination. */
export function isDestination(evidence: Evidence): boolean {
  return hasEvent(evidence, (name) =>
    /^(?:loadvm_|qemu_loadvm|ram_load_|postcopy_(?:place|init|nhp)_)/.test(name),
  );
}

export function isSource(evidence: Evidence): boolean {
  return hasEvent(evidence, (name) => /^(?:savevm_|qemu_savevm|ram_save_|migration_bitmap_sync)/.test(name));
}

function hasEvent({ events }: Evidence, wanted: (name: string) => boolean): boolean {
  const seen = new Set<number>();
  for (let i = 0; i < events.count; i++) {
    const number = events.name.at(i);
    if (seen.has(number)) continue;
    seen.add(number);
    if (wanted(events.texts.text(number))) return true;
  }
  return false;
}

/** The memory of the files together; null when no line tells of any. */
export function memoryOf(readings: readonly Reading[]): Memory | null {
  const destination = readings.find(({ evidence }) => isDestination(evidence));
  const named = (destination?.evidence.blocks ?? []).filter(({ start, bytes }) => start > 0 && bytes > 0);
  const list = readings.flatMap(({ evidence }) => evidence.blocks.filter(({ start }) => Number.isNaN(start)));
  if (named.length > 0)
    return memory(
      named.map(({ id, start, bytes }) => ({ id, start, bytes })),
      'qemu',
    );
  const watched = readings.flatMap(({ evidence }) =>
    evidence.blocks
      .filter(({ start, bytes }) => start > 0 && bytes > 0 && !isSource(evidence))
      .map(({ id, start, bytes }) => ({ id, start, bytes })),
  );
  const ranges = rangesOf(readings);
  watched.sort((a, b) => b.bytes - a.bytes);
  if (watched.length > 0) {
    const block = whole(watched[0]!);
    const others = ranges.filter(
      ({ start, bytes, registered }) =>
        registered && (start + bytes <= block.start || start >= block.start + block.bytes),
    );
    const sampled = readings.some(({ evidence }) => evidence.regions.length > 0 || evidence.maps.length > 0);
    return memory(name([block, ...others.slice(0, MOST_OTHERS)], list), sampled ? 'recorder' : 'calls', 0);
  }
  const registered = ranges.filter((range) => range.registered);
  const [shown, ...more] = registered.length > 0 ? registered : ranges;
  if (shown) return memory(name([whole(shown), ...more.slice(0, MOST_OTHERS)], list), 'calls', 0);
  const vma = biggest(readings);
  return vma && memory([vma], 'smaps', 0);
}

/** A block begins and ends where huge pages do. */
function whole({ id, start, bytes }: Block): Block {
  const from = Math.floor(start / PMD_BYTES) * PMD_BYTES;
  return {
    id,
    start: from,
    bytes: Math.min(MOST_BYTES, Math.ceil((start + bytes - from) / PMD_BYTES) * PMD_BYTES),
  };
}

/** Names from a list of blocks without addresses, where only one has that size. */
function name(blocks: readonly Block[], list: readonly { id: string; bytes: number }[]): Block[] {
  return blocks.map((block, i) => {
    const same = list.filter(({ bytes }) => bytes === block.bytes);
    const id = block.id || (same.length === 1 ? same[0]!.id : i === 0 ? 'memory' : `memory ${i + 1}`);
    return { id, start: block.start, bytes: block.bytes };
  });
}

function memory(blocks: readonly Block[], from: Memory['from'], main?: number): Memory {
  const shown = main ?? blocks.reduce((best, { bytes }, i) => (bytes > blocks[best]!.bytes ? i : best), 0);
  return { blocks, main: shown, from, pages: Math.floor(blocks[shown]!.bytes / PAGE) };
}

interface Range extends Block {
  weight: number;
  registered: boolean;
  advised: boolean;
}

/** Ranges that calls speak of, the most telling one first. Ranges that touch are one. */
function rangesOf(readings: readonly Reading[]): Range[] {
  const found: Range[] = [];
  const copied: number[] = [];
  for (const { evidence } of readings) {
    const { calls } = evidence;
    for (let i = 0; i < calls.count && found.length < MOST_RANGES; i++) {
      const call = CALLS[calls.name.at(i)]!;
      const start = calls.start.at(i);
      const length = calls.length.at(i);
      if (!(start > 0) || !(length > 0) || calls.result.at(i) < 0) continue;
      if (call === 'UFFDIO_COPY' && copied.length < MOST_RANGES) copied.push(start);
      const weight =
        WEIGHT[call] ?? (call === 'madvise' ? (ADVISED[calls.texts.text(calls.detail.at(i))] ?? 0) : 0);
      if (weight > 0)
        merge(found, {
          id: '',
          start,
          bytes: length,
          weight,
          registered: call === 'UFFDIO_REGISTER',
          advised: call !== 'UFFDIO_REGISTER',
        });
    }
  }
  for (const { evidence } of readings) logged(evidence, found);
  for (const range of found)
    if (copied.some((at) => at >= range.start && at < range.start + range.bytes)) range.weight += 4;
  // A page that is registered and nothing more asks what the kernel can do.
  const large = found.some(({ bytes }) => bytes >= PMD_BYTES);
  const real = found.filter(
    ({ start, bytes, advised }) =>
      !large || advised || bytes > PAGE || copied.some((at) => at >= start && at < start + bytes),
  );
  return real.sort((a, b) => b.weight - a.weight || b.bytes - a.bytes);
}

/** Ranges that CRIU's logs name: what is registered, else what is copied, as one range where less than 2 MiB lies between. */
function logged({ events }: Evidence, found: Range[]): void {
  const copies: [number, number][] = [];
  const before = found.length;
  for (let i = 0; i < events.count && found.length < MOST_RANGES; i++) {
    const name = events.texts.text(events.name.at(i));
    const [start, bytes] = [events.a.at(i), events.b.at(i)];
    if (!(start > 0) || !(bytes > 0)) continue;
    if (name === 'uffd_register')
      merge(found, { id: '', start, bytes, weight: 4, registered: true, advised: false });
    else if (name === 'uffd_copy' && copies.length < MOST_COPIES) copies.push([start, bytes]);
  }
  if (before > 0 || found.length > 0) return;
  copies.sort((a, b) => a[0] - b[0]);
  for (const [start, bytes] of copies) {
    const last = found.at(-1);
    if (last && start - (last.start + last.bytes) < PMD_BYTES)
      last.bytes = Math.max(last.bytes, start + bytes - last.start);
    else if (found.length < MOST_RANGES)
      found.push({ id: '', start, bytes, weight: 1, registered: false, advised: true });
  }
}

function merge(found: Range[], range: Range): void {
  const end = range.start + range.bytes;
  for (const known of found) {
    const knownEnd = known.start + known.bytes;
    if (range.start > knownEnd || end < known.start) continue;
    // A part of a known range, or the other way round.
    if (range.start >= known.start && end <= knownEnd) {
      known.weight = Math.max(known.weight, range.weight);
      known.registered ||= range.registered;
      known.advised ||= range.advised;
      return;
    }
  }
  found.push(range);
}

/** The largest anonymous VMA of smaps. */
function biggest(readings: readonly Reading[]): Block | null {
  let best: Block | null = null;
  for (const { evidence } of readings)
    for (const { vmas, total } of evidence.maps) {
      if (total) continue;
      for (const { start, end, name: id } of vmas)
        if (end - start >= PMD_BYTES && end - start > (best?.bytes ?? 0))
          best = whole({ id, start, bytes: end - start });
    }
  return best;
}
