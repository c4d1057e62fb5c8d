/** The text of a query → its words and signs with their places; parser and completion read the same. Takes any string. */

export interface Token {
  /** `op` = != < <= > >=, `bar` between alternatives, `not` before a term; `open` is a quote that nothing closes. */
  readonly is: 'word' | 'quoted' | 'open' | 'op' | 'bar' | 'not';
  /** Of a quoted word without its quotes. */
  readonly text: string;
  /** Letters [from, to) of the query. */
  readonly from: number;
  readonly to: number;
}

/** Letters that end a word. */
const SIGNS = '=<>!|,"';

const isWord = (letter: string): boolean => !SIGNS.includes(letter) && letter.trim() !== '';

/** Words and signs in order, spaces left out. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const push = (is: Token['is'], to: number, said = text.slice(at, to)) => {
    tokens.push({ is, text: said, from: at, to });
    at = to;
  };
  while (at < text.length) {
    const letter = text[at]!;
    const before = tokens.at(-1)?.is;
    if (letter.trim() === '') at++;
    else if (letter === '"') {
      const end = text.indexOf('"', at + 1);
      if (end < 0) push('open', text.length, text.slice(at + 1));
      else push('quoted', end + 1, text.slice(at + 1, end));
    } else if (letter === '|' || letter === ',') push('bar', at + 1);
    else if (letter === '=') push('op', at + 1);
    else if (letter === '<' || letter === '>' || text.startsWith('!=', at))
      push('op', at + (text[at + 1] === '=' ? 2 : 1));
    // A value may begin with a minus; a term that does is a negated one.
    else if (letter === '!' || (letter === '-' && before !== 'op' && before !== 'bar')) push('not', at + 1);
    else {
      let end = at + 1;
      while (end < text.length && isWord(text[end]!)) end++;
      push('word', end);
    }
  }
  return tokens;
}
