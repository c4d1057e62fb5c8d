/** Spans of VMA flags, as they are drawn; flagspans.ts reads them from a log. */
/** What has a lane, as smaps spells it; the last is KVM's dirty log of the source. */
export const FLAGS = ['hg', 'nh', 'um', 'uw', 'log'] as const;
export type Flag = (typeof FLAGS)[number];
/** Span i: `FLAGS[flag[i]]` of `host[i]` from step `from[i]` up to, not including, step `to[i]`. Ordered by `from`. */
export interface FlagSpans {
  readonly host: Uint8Array;
  readonly flag: Uint8Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** Pages that have the flag, and pages that are mapped: fewer where only some of the VMAs have it. */
  readonly pages: Float64Array;
  readonly of: Float64Array;
}
