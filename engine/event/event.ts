/** The vocabulary. A timeline is a log of these events, and state changes only by them (`fold`). Each kind is one row of the files
 *  in kinds/; all that depends on a kind is derived from its row. */
import { inLanguage } from '../base/language.ts';
import type { EventView, KindRow } from './kind.ts';
import { CRIU } from './kinds/criu.ts';
import { FAULT } from './kinds/fault.ts';
import { FILE } from './kinds/file.ts';
import { GUEST } from './kinds/guest.ts';
import { KHUGEPAGED } from './kinds/khugepaged.ts';
import { KVM } from './kinds/kvm.ts';
import { QEMU } from './kinds/qemu.ts';
import { RUN } from './kinds/run.ts';
import { TRACKING } from './kinds/tracking.ts';
import { UFFD } from './kinds/uffd.ts';
import { VMA } from './kinds/vma.ts';
import { ZAP } from './kinds/zap.ts';

export * from './arg.ts';
export type { EventView, KindRow } from './kind.ts';

const ROWS = {
  ...RUN,
  ...GUEST,
  ...VMA,
  ...FAULT,
  ...FILE,
  ...ZAP,
  ...UFFD,
  ...KHUGEPAGED,
  ...KVM,
  ...TRACKING,
  ...QEMU,
  ...CRIU,
};

export type KindKey = keyof typeof ROWS;

/** A kind with the key of its row. */
export interface Kind extends KindRow {
  readonly key: KindKey;
}

/** Kinds by number. */
export const KINDS: readonly Kind[] = (Object.entries(ROWS) as [KindKey, KindRow][])
  .map(([key, row]) => ({ key, ...row }))
  .sort((a, b) => a.number - b.number);

/** Kind numbers by key, in the order of the numbers. */
export const K = Object.fromEntries(KINDS.map(({ key, number }) => [key, number])) as {
  readonly [P in KindKey]: number;
};

/** Sentences in another language than English, by the key of the kind. */
export type Sentences = Readonly<Record<KindKey, KindRow['words']>>;
const IN_ROWS: Partial<Sentences> = {};

/** The sentence that explains an event. */
export function sentenceOf(e: EventView): string {
  const kind = KINDS[e.kind]!;
  return (inLanguage('kinds', IN_ROWS)[kind.key] ?? kind.words)(e);
}

/** A mark per kind, by number: 1 where `is` holds. */
export const marks = (is: (kind: Kind) => boolean): Uint8Array =>
  Uint8Array.from(KINDS, (kind) => (is(kind) ? 1 : 0));
