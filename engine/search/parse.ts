/** The text of a query → its terms, or the first thing that is wrong with it. Takes any string and never throws. Which
 *  events, hosts and phases there are depends on the run: compile.ts knows.
 *
 *      query = [clause {"or" clause}]            nothing: every event
 *      clause = term {term}                      all of them
 *      term = ["!" | "-"] (names | field op values)
 *      names = name {("|" | ",") name}           one of them; uffd.copy, uffd.*, uffd, *.split
 *      values = value {("|" | ",") value}        a word, "words", a number, a..b, a.., ..b
 *      op = "=" "!=" "<" "<=" ">" ">="           the last four with one number */

import { oneOf, quote } from '../base/expect.ts';
import { worded } from '../base/language.ts';
import * as LONGEST from '../base/longest.ts';
import { FIELD_NAMES, type FieldName, fieldOf, type Reading } from './fields.ts';
import type { Interval } from './intervals.ts';
import { type Checked, fine, type Place, type QueryProblem, wrong } from './problem.ts';
import { type Token, tokensOf } from './tokens.ts';

const MAX_TERMS = 32;

export interface Word extends Place {
  readonly text: string;
}

/** A condition: one of the words or ranges applies, or with `negated` none does. */
export interface Term extends Place {
  readonly field: FieldName | 'event';
  readonly negated: boolean;
  readonly words: readonly Word[];
  /** In the field's numbers: pages, regions, steps, ns. */
  readonly ranges: readonly Interval[];
}

/** Clauses of terms: an event matches when all terms of some clause do. */
export interface Query {
  readonly clauses: readonly (readonly Term[])[];
}

/** Reads a query. A problem says column, expectation and what was found. */
export function parseQuery(text: string): Checked<Query> {
  if (text.length > LONGEST.query)
    return wrong(
      'too-large',
      { from: LONGEST.query, to: text.length },
      worded`expected a query of at most ${LONGEST.query} characters; found ${text.length}`,
    );
  const parser = new Parser(tokensOf(text), text.length);
  const clauses = parser.clauses();
  return parser.problem ? { ok: false, problem: parser.problem } : fine({ clauses });
}

const wordOf = ({ text, from, to }: Token): Word => ({ text, from, to });

/** Goes through the tokens once; after the first problem it only unwinds. */
class Parser {
  problem: QueryProblem | null = null;
  private at = 0;
  private terms = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly end: number,
  ) {}

  clauses(): Term[][] {
    if (this.tokens.length === 0) return [[]];
    const clauses: Term[][] = [[]];
    while (this.at < this.tokens.length && !this.problem) {
      const clause = clauses.at(-1)!;
      if (this.takeOr()) {
        if (clause.length === 0) this.fail(worded`an event or a field before or`, this.tokens[this.at - 1]);
        clauses.push([]);
      } else {
        const term = this.term();
        if (term) clause.push(term);
      }
    }
    if (clauses.at(-1)?.length === 0) this.fail(worded`an event or a field after or`, undefined);
    return clauses;
  }

  /** `or` between clauses; a field or a value of that name is none. */
  private takeOr(): boolean {
    const token = this.tokens[this.at];
    if (token?.is !== 'word' || token.text.toLowerCase() !== 'or' || this.tokens[this.at + 1]?.is === 'op')
      return false;
    this.at++;
    return true;
  }

  private term(): Term | null {
    const first = this.tokens[this.at]!;
    if (++this.terms > MAX_TERMS)
      return this.stop('too-large', first, worded`expected at most ${MAX_TERMS} terms`);
    const negated = first.is === 'not';
    if (negated) this.at++;
    const word = this.tokens[this.at];
    if (word?.is !== 'word')
      return this.fail(
        negated ? worded`an event or a field after ${first.text}` : worded`an event or a field`,
        word,
      );
    if (this.tokens[this.at + 1]?.is === 'op') return this.field(first, word, negated);
    const words = this.list((token) => {
      const after = this.tokens[this.at];
      if (token.is !== 'word') return this.fail(worded`an event`, token);
      if (after?.is !== 'op') return token;
      return this.stop(
        'syntax',
        token,
        worded`expected an event; found the field ${token.text}: terms have "or" between them`,
      );
    });
    return {
      field: 'event',
      negated,
      words: words.map(wordOf),
      ranges: [],
      from: first.from,
      to: this.last.to,
    };
  }

  private field(first: Token, name: Token, negated: boolean): Term | null {
    const field = FIELD_NAMES.find((f) => f === name.text.toLowerCase());
    if (!field) return this.fail(oneOf(worded`a field`, FIELD_NAMES, name.text), name);
    const op = this.tokens[this.at + 1]!;
    this.at += 2;
    const ranges: Interval[] = [];
    const words: Word[] = [];
    const term = { field, words, ranges };
    const place = () => ({ from: first.from, to: this.last.to });
    if (op.text === '=' || op.text === '!=') {
      this.list((token) => {
        const range = this.value(field, token);
        if (range) ranges.push(range);
        else if (!this.problem) words.push(wordOf(token));
        return token;
      }, fieldOf(field).wants());
      return { ...term, negated: negated !== (op.text === '!='), ...place() };
    }
    const { numbers, words: names } = fieldOf(field);
    // Causes and phases have numbers, but nobody means an order by them.
    if (!numbers || names) return this.fail(worded`= or != after ${field}`, op);
    const token = this.tokens[this.at];
    const read = token && this.number(field, token, token.text);
    if (!token || !read) return this.fail(fieldOf(field).wants(), token);
    this.at++;
    const { value } = read;
    const { least, most } = numbers;
    if (op.text.startsWith('<')) ranges.push({ from: least, to: op.text === '<' ? value - 1 : value });
    else ranges.push({ from: op.text === '>' ? value + 1 : value, to: most });
    return { ...term, negated, ...place() };
  }

  /** One value and its alternatives; `take` gets each word or says what is wrong with it. */
  private list(take: (token: Token) => Token | null, wants = worded`an event`): Token[] {
    const taken: Token[] = [];
    for (;;) {
      const token = this.tokens[this.at];
      if (token?.is !== 'word' && token?.is !== 'quoted') {
        const bar = this.tokens[this.at - 1];
        this.fail(bar?.is === 'bar' ? worded`another value after ${bar.text}` : wants, token);
        return taken;
      }
      this.at++;
      const good = take(token);
      if (!good || this.problem) return taken;
      taken.push(good);
      if (this.tokens[this.at]?.is !== 'bar') return taken;
      this.at++;
    }
  }

  /** What a value stands for as a number or a range; null when it is a word, or wrong. */
  private value(field: FieldName, token: Token): Interval | null {
    const { wants, words, numbers } = fieldOf(field);
    if (!numbers) return null;
    const { least, most } = numbers;
    const dots = token.is === 'word' ? token.text.indexOf('..') : -1;
    if (dots < 0) {
      const alone = this.number(field, token, token.text)?.alone;
      if (!alone && !words) this.fail(wants(), token);
      return alone ?? null;
    }
    const ends = [token.text.slice(0, dots), token.text.slice(dots + 2)] as const;
    const [from, to] = ends.map((text, i) =>
      text === '' ? (i === 0 ? least : most) : this.number(field, token, text)?.value,
    );
    if (from === undefined || to === undefined || (ends[0] === '' && ends[1] === ''))
      return this.fail(wants(), token);
    if (from > to) return this.fail(worded`a range that rises`, token);
    return { from, to };
  }

  private number(field: FieldName, token: Token, text: string): Reading | null {
    const { numbers } = fieldOf(field);
    const read = token.is === 'open' ? null : numbers?.read(text.toLowerCase());
    return numbers && read && read.value >= numbers.least && read.value <= numbers.most ? read : null;
  }

  private get last(): Token {
    return this.tokens[this.at - 1]!;
  }

  private fail(expected: string, found: Token | undefined): null {
    const closed = found?.is === 'open' ? worded`a " at the end of the word` : expected;
    const place = found ?? { from: this.end, to: this.end };
    return this.stop(
      'syntax',
      place,
      worded`expected ${closed}; found ${found ? quote(found.text) : worded`the end`}`,
    );
  }

  private stop(code: 'syntax' | 'too-large', place: Place, message: string): null {
    this.problem ??= wrong(code, place, message).problem;
    return null;
  }
}
