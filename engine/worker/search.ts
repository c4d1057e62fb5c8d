/** Answers queries over the log of one run. */

import type { Work } from '../base/work.ts';
import { PIECE } from '../log/columns.ts';
import type { Recorded } from '../log/recorded.ts';
import { tell } from '../lookup/tally.ts';
import { compile } from '../search/compile.ts';
import { type CompletionContext, completions } from '../search/complete.ts';
import { parseQuery } from '../search/parse.ts';
import { type Checked, fine } from '../search/problem.ts';
import { Search } from '../search/search.ts';
import type { Answer, Ask } from './protocol.ts';

/** Most queries that are stored: the one in the box and the breaks. */
const MOST_STORED = 16;
const MOST_HITS = 200;
const MOST_OFFERS = 60;

export class Searcher {
  private readonly context: CompletionContext;
  /** By text, the latest used last. */
  private readonly stored = new Map<string, Checked<Search>>();

  constructor({ recorder, cast, phases }: Recorded) {
    this.context = { columns: recorder.columns, cast, phases, counts: recorder.state.counts };
  }

  *query(text: string, step: number): Work<Answer<'query'>> {
    const found = yield* this.searched(text);
    if (!found.ok) return { problem: found.problem, total: 0, before: 0 };
    return { problem: null, total: found.value.total, before: found.value.before(step) };
  }

  *hits(text: string, offset: number, count: number): Work<Answer<'hits'>> {
    const found = yield* this.searched(text);
    if (!found.ok) return { hits: [] };
    return {
      hits: Array.from(found.value.slice(offset, Math.min(count, MOST_HITS)), (n) =>
        tell(this.context.columns, n),
      ),
    };
  }

  *hitCounts(text: string, steps: Float64Array): Work<Answer<'hitCounts'>> {
    const found = yield* this.searched(text);
    return { counts: found.ok ? found.value.marksAt(steps) : new Uint32Array(Math.max(0, steps.length - 1)) };
  }

  complete(text: string, cursor: number): Answer<'complete'> {
    return { offers: completions(text, cursor, this.context).slice(0, MOST_OFFERS) };
  }

  /** `steps` are steps to stop at besides the hits, in any order. */
  *nextHit({ queries, step, back }: Ask<'nextHit'>, steps: readonly number[]): Work<Answer<'nextHit'>> {
    let nearest: number | null = null;
    const offer = (at: number | null) => {
      if (at === null || (back ? at >= step : at <= step)) return;
      if (nearest === null || (back ? at > nearest : at < nearest)) nearest = at;
    };
    for (const at of steps) offer(at);
    for (const text of queries) {
      const found = this.compiled(text);
      if (found.ok) offer(yield* back ? found.value.previous(step) : found.value.next(step));
    }
    return { step: nearest };
  }

  /** The query, run over the whole log. */
  private *searched(text: string): Work<Checked<Search>> {
    const found = this.compiled(text);
    if (found.ok) while (!found.value.run(PIECE)) yield found.value.at / found.value.length;
    return found;
  }

  private compiled(text: string): Checked<Search> {
    const made = this.stored.get(text) ?? this.compile(text);
    this.stored.delete(text);
    this.stored.set(text, made);
    for (const old of this.stored.keys()) {
      if (this.stored.size <= MOST_STORED) break;
      this.stored.delete(old);
    }
    return made;
  }

  private compile(text: string): Checked<Search> {
    const query = parseQuery(text);
    if (!query.ok) return query;
    const matcher = compile(query.value, this.context);
    return matcher.ok ? fine(new Search(matcher.value)) : matcher;
  }
}
