/** Named places of a run as a link holds them: `STEP~NAME~TEXT` with `|` between, and `\\` before one of these that is meant. */

export interface Note {
  readonly step: number;
  readonly name: string;
  /** What there is to say about it; may be empty. */
  readonly text: string;
}

/** Characters of all notes in a link, as they stand in the address. */
export const NOTES_MAX = 1400;
export const NAME_MAX = 60;
export const TEXT_MAX = 500;
const MOST = 40;

export function formatNotes(notes: readonly Note[]): string {
  return notes.map(({ step, name, text }) => [String(step), name, text].map(guard).join('~')).join('|');
}

/** In the order of steps; null for what is none. */
export function parseNotes(text: string): readonly Note[] | null {
  const notes: Note[] = [];
  for (const entry of split(text, '|')) {
    const [step, name, words, ...rest] = split(entry, '~').map(bare);
    if (step === undefined || !/^\d{1,15}$/.test(step) || !name || words === undefined || rest.length > 0)
      return null;
    if (name.length > NAME_MAX || words.length > TEXT_MAX || notes.length === MOST) return null;
    notes.push({ step: Number(step), name, text: words });
  }
  return sorted(notes);
}

/** Whether so many notes fit in a link. */
export function fits(notes: readonly Note[]): boolean {
  return notes.length <= MOST && encodeURIComponent(formatNotes(notes)).length <= NOTES_MAX;
}

export const sorted = (notes: readonly Note[]): readonly Note[] =>
  [...notes].sort((a, b) => a.step - b.step || (a.name < b.name ? -1 : 1));

const guard = (text: string): string => text.replace(/[\\~|]/g, '\\$&');
const bare = (text: string): string => text.replace(/\\(.)/gs, '$1');

/** Cuts at a separator that no backslash stands before. */
function split(text: string, by: string): string[] {
  const parts = [''];
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === by) parts.push('');
    else parts[parts.length - 1] += c === '\\' ? c + (text[++i] ?? '') : c;
  }
  return parts;
}
