/** Colours of a script's words. The parser judges; this only tells kinds apart, so that it never falls behind typing. */
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';
import { formOf } from '../../engine/index.ts';

interface Place {
  /** Words before this one, on its line. */
  word: number;
  op: string;
}

const language = StreamLanguage.define<Place>({
  name: 'mm',
  startState: () => ({ word: 0, op: '' }),
  copyState: (place) => ({ ...place }),
  token(stream, place) {
    if (stream.sol()) {
      place.word = 0;
      place.op = '';
    }
    if (stream.eatSpace()) return null;
    if (stream.peek() === '#') {
      stream.skipToEnd();
      return 'comment';
    }
    stream.match(/^[^\s#]+/);
    const text = stream.current();
    const index = place.word++;
    if (index === 0) {
      place.op = text;
      return formOf(text) ? 'keyword' : null;
    }
    const param = formOf(place.op)?.params[index - 1];
    if (param?.kind.is === 'region' || param?.kind.is === 'new-region') return 'variableName';
    return /^\d/.test(text) ? 'number' : 'atom';
  },
  languageData: { commentTokens: { line: '#' } },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)' },
  { tag: tags.variableName, color: 'var(--text)', fontWeight: '600' },
  { tag: tags.number, color: 'var(--call)' },
  { tag: tags.atom, color: 'var(--ok)' },
  { tag: tags.comment, color: 'var(--muted)' },
]);

export const scriptLanguage = [language, syntaxHighlighting(colours)];
