/** Why a bit, a PMD entry, an EPT leaf, a version or a VMA's flags are as they are: the event that changed them last. */

import { PMD_ORDER } from '../base/units.ts';
import { BIT_NAMES, bitName, EPT_BITS, type Host, pmdName } from '../event/pageword.ts';
import type { MemoryState } from '../event/state.ts';
import { sayFlags } from '../event/vmalist.ts';
import { describe } from '../log/describe.ts';
import { applyVersion, versionsAfter } from '../lookup/events.ts';
import { answer, type FieldId, type Scene, type WhyAnswer } from './answer.ts';
import { answerWords } from './words.ts';

const bitOf = (field: FieldId): number => (field.startsWith('bit-') ? Number(field.slice(4)) : -1);

/** Every field of a page's word and of what stands above it. */
export const FIELD_IDS: readonly FieldId[] = [
  ...BIT_NAMES.map((_, bit): FieldId => `bit-${bit}`),
  'pmd',
  'pieces',
  'ept',
  'version',
  'flags',
];

/** Reads a field out of a state; versions are not part of it. */
export function reader(
  field: Exclude<FieldId, 'version'>,
  page: number,
  host: Host,
): (state: MemoryState) => number {
  const bit = bitOf(field);
  const region = page >>> PMD_ORDER;
  if (field === 'pmd') return (s) => s.side(host).pmd[region]!;
  if (field === 'pieces') return (s) => s.side(host).pieces[region]!;
  if (field === 'flags') return (s) => s.side(host).vmas.flagsAt(page);
  const mask = field === 'ept' ? EPT_BITS : 1 << bit;
  return (s) => s.side(host).words[page]! & mask;
}

/** The last event before the scene's step that changed the field, -1 when none did. */
export async function lastChangeOf(field: FieldId, { past, columns, ofPage, page, host, step }: Scene) {
  if (field !== 'version') return past.lastChange(step, reader(field, page, host));
  const v: [number, number] = [0, 0];
  let last = -1;
  for (const n of ofPage) {
    if (n >= step) break;
    const was = v[host];
    applyVersion(columns, n, v);
    if (v[host] !== was) last = n;
  }
  return last;
}

export async function whyField(field: FieldId, scene: Scene): Promise<WhyAnswer> {
  const { columns } = scene;
  const words = answerWords();
  const is = say(field, scene);
  const last = await lastChangeOf(field, scene);
  if (last < 0) return answer(columns, words.sinceStart(is), null, []);
  return answer(columns, words.since(is, last + 1, describe(columns, last)), null, [last]);
}

/** What is so: `“dirty” is not set`. */
function say(field: FieldId, { past, columns, ofPage, page, host, step }: Scene): string {
  const { is } = answerWords();
  if (field === 'version') {
    const later = ofPage.findIndex((n) => n >= step);
    return is.version(versionsAfter(columns, later < 0 ? ofPage : ofPage.slice(0, later))[host]);
  }
  const value = reader(field, page, host)(past.at(step));
  if (field === 'pmd') return is.pmd(pmdName(value));
  if (field === 'pieces') return is.pieces(value);
  if (field === 'flags') return is.flags(sayFlags(value));
  if (field === 'ept') return is.ept(value !== 0);
  return is.bit(bitName(bitOf(field), host), value !== 0);
}
