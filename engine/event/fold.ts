/** How events change the state: each row of kinds/ has the fold of its kind. */
import { KINDS } from './event.ts';
import type { Fold } from './kind.ts';
import type { Host } from './pageword.ts';
import type { MemoryState } from './state.ts';

const nothing: Fold = () => {};
const table: readonly Fold[] = KINDS.map((kind) => kind.fold ?? nothing);

/** Applies one event; the row of its kind says what `page` and `arg` mean. Allocates nothing. */
export function fold(s: MemoryState, kind: number, host: Host, page: number, arg: number): void {
  s.counts[kind] = s.counts[kind]! + 1;
  table[kind]!(s, host, page, arg);
}
