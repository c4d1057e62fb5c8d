/** A state packed for keeping: page words as runs, because neighbours are mostly alike. A guest of 64 GiB at rest takes
 *  kilobytes; the worst flood takes no more than the plain words. */
import type { Folios } from '../event/folios.ts';
import { MemoryState, type Side } from '../event/state.ts';
import type { VmaList } from '../event/vmalist.ts';

/** Longest run that one pair of 16-bit words says. */
const RUN = 0xffff;

interface PackedSide {
  /** Pairs (word, run), or the plain words when those are shorter. */
  readonly words: Uint16Array;
  readonly plain: boolean;
  readonly pmd: Uint8Array;
  readonly pieces: Uint16Array;
  readonly frames: Uint32Array | null;
  readonly vmas: VmaList;
  readonly numbers: readonly [rss: number, huge: number, deferred: number, held: number];
}

export class Keyframe {
  private readonly sides: readonly [PackedSide, PackedSide];
  /** Counters only: a state without pages. */
  private readonly rest: MemoryState;
  private readonly folios: Folios | null;
  readonly bytes: number;

  constructor(
    /** Events folded into it. */
    readonly step: number,
    state: MemoryState,
  ) {
    this.sides = [packSide(state.src), packSide(state.dst)];
    this.rest = new MemoryState(0);
    this.rest.assignCounters(state);
    this.folios = state.folios?.copy() ?? null;
    this.bytes = this.sides.reduce(
      (sum, s) =>
        sum + s.words.byteLength + s.pmd.byteLength + s.pieces.byteLength + (s.frames?.byteLength ?? 0),
      this.folios?.bytes ?? 0,
    );
  }

  /** Makes `state` the one that was packed; every region counts as touched. */
  unpackInto(state: MemoryState): void {
    unpackSide(this.sides[0], state.src);
    unpackSide(this.sides[1], state.dst);
    state.folios = this.folios?.copy() ?? null;
    state.assignCounters(this.rest);
    for (const touched of state.touched) touched.fill(1);
  }
}

function packSide(side: Side): PackedSide {
  const runs = packRuns(side.words);
  return {
    words: runs ?? side.words.slice(),
    plain: runs === null,
    pmd: side.pmd.slice(),
    pieces: side.pieces.slice(),
    frames: side.frames?.slice() ?? null,
    vmas: side.vmas.copy(),
    numbers: [side.rss, side.huge, side.deferred, side.held],
  };
}

/** Where runs are gathered before their number is known. */
let scratch = new Uint16Array(0);

/** Pairs (word, length of its run); null when they would take no less room than the words. */
function packRuns(words: Uint16Array): Uint16Array | null {
  const { length } = words;
  const twos = new Int32Array(words.buffer, words.byteOffset, length >>> 1);
  if (scratch.length < length) scratch = new Uint16Array(length);
  const pairs = scratch;
  let n = 0;
  let p = 0;
  while (p < length && n + 2 <= length) {
    const word = words[p]!;
    const from = p++;
    const limit = Math.min(length, from + RUN);
    if (words[p] === word) {
      // Long runs are compared two words at a time.
      const two = word | (word << 16);
      if (p & 1) p++;
      while (p + 1 < limit && twos[p >>> 1] === two) p += 2;
      while (p < limit && words[p] === word) p++;
    }
    pairs[n++] = word;
    pairs[n++] = p - from;
  }
  return p < length ? null : pairs.slice(0, n);
}

function unpackSide(packed: PackedSide, side: Side): void {
  if (packed.plain) side.words.set(packed.words);
  else
    for (let i = 0, p = 0; i < packed.words.length; i += 2) {
      const end = p + packed.words[i + 1]!;
      side.words.fill(packed.words[i]!, p, end);
      p = end;
    }
  side.pmd.set(packed.pmd);
  side.pieces.set(packed.pieces);
  side.frames = packed.frames?.slice() ?? null;
  side.vmas = packed.vmas.copy();
  [side.rss, side.huge, side.deferred, side.held] = packed.numbers;
}
