/** Where a story's step stands in a run: found by what happens there, never by a step number, so that a better engine does not
 *  move the story. */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import type { Subject } from '../event/actor.ts';
import type { Columns } from '../log/columns.ts';
import type { Phase } from '../log/phases.ts';
import { compile } from '../search/compile.ts';
import { parseQuery } from '../search/parse.ts';
import { Search } from '../search/search.ts';
import type { Place } from './schema.ts';

/** What of a run a story needs. */
export interface StoryLog {
  readonly columns: Columns;
  readonly cast: Subject;
  readonly phases: readonly Phase[];
}

/** Numbers of the events that `query` finds, through the whole log. */
export function findAll(log: StoryLog, query: string): Result<Search> {
  if (query.trim() === '')
    return bad('invalid', 'query', worded`query: expected events to look for, got nothing`);
  const parsed = parseQuery(query);
  if (!parsed.ok) return parsed;
  const matcher = compile(parsed.value, log);
  if (!matcher.ok) return matcher;
  const search = new Search(matcher.value);
  while (!search.run(1 << 22));
  return ok(search);
}

/** The step of a place; a problem when the run has no such event. */
export function stepOf(log: StoryLog, place: Place): Result<number> {
  if ('at' in place) return ok(place.at === 'start' ? 0 : log.columns.length);
  const found = findAll(log, place.find);
  if (!found.ok) return found;
  const { total } = found.value;
  const index = place.nth < 0 ? total + place.nth : place.nth - 1;
  const n = index >= 0 && index < total ? found.value.slice(index, 1)[0] : undefined;
  if (n === undefined)
    return bad(
      'not-found',
      'place',
      worded`place: expected event ${place.nth} of "${place.find}", but the run has ${total} of them`,
    );
  return ok(place.before ? n : n + 1);
}
