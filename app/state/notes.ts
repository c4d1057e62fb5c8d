/** Named places of a run as a link holds them: `STEP~NAME~TEXT` with `|` between, and `\\` before one of these that is meant. */
import * as v from 'valibot';
import { LONGEST } from '../../engine/index.ts';

export interface Note {
  readonly step: number;
  readonly name: string;
  /** What there is to say about it; may be empty. */
  readonly text: string;
}

/** Notes of a link. */
const MOST = 40;

const NOTES = v.pipe(
  v.array(
    v.pipe(
      v.strictTuple([
        v.pipe(v.string(), v.regex(/^\d{1,15}$/)),
        v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST.noteName)),
        v.pipe(v.string(), v.maxLength(LONGEST.noteText)),
      ]),
      v.transform(([step, name, text]): Note => ({ step: Number(step), name, text })),
    ),
  ),
  v.maxLength(MOST),
);

export function formatNotes(notes: readonly Note[]): string {
  return notes.map(({ step, name, text }) => [String(step), name, text].map(escaped).join('~')).join('|');
}

/** In the order of steps; null for a text that holds no notes. */
export function parseNotes(text: string): readonly Note[] | null {
  const parsed = v.safeParse(
    NOTES,
    split(text, '|').map((entry) => split(entry, '~').map(unescaped)),
  );
  return parsed.success ? sorted(parsed.output) : null;
}

/** Whether a link has room for the notes. */
export function fits(notes: readonly Note[]): boolean {
  return notes.length <= MOST && encodeURIComponent(formatNotes(notes)).length <= LONGEST.notes;
}

export const sorted = (notes: readonly Note[]): readonly Note[] =>
  [...notes].sort((a, b) => a.step - b.step || (a.name < b.name ? -1 : 1));

const escaped = (text: string): string => text.replace(/[\\~|]/g, '\\$&');
const unescaped = (text: string): string => text.replace(/\\(.)/gs, '$1');

/** Cuts at each separator that is not escaped. */
const split = (text: string, by: string): string[] => {
  const parts = [''];
  for (const [piece] of text.matchAll(/\\.?|[^\\]/gs)) {
    if (piece === by) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
};
