/** Flags of both hosts beside each other. */
import type { Frame, VmaRow } from '../../engine/index.ts';

/** A range that neither host divides. */
export interface Part {
  readonly first: number;
  readonly pages: number;
  /** Null where a host has no memory. */
  readonly src: string | null;
  readonly dst: string | null;
}

/** Both hosts' VMAs cut at each other's ends; neighbours that say the same stay apart, as VMAs do. */
export function partsOf({ vmas: [src, dst] }: Pick<Frame, 'vmas'>): Part[] {
  const cuts = [...new Set([...src, ...dst].flatMap((v) => [v.first, v.first + v.pages]))].sort(
    (a, b) => a - b,
  );
  const flagsAt = (list: readonly VmaRow[], page: number) =>
    list.find((v) => v.first <= page && page < v.first + v.pages)?.flags ?? null;
  return cuts
    .slice(0, -1)
    .map((first, i) => ({
      first,
      pages: cuts[i + 1]! - first,
      src: flagsAt(src, first),
      dst: flagsAt(dst, first),
    }))
    .filter((part) => part.src !== null || part.dst !== null);
}
