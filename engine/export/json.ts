/** Events as one JSON document: what run they are of, then an array with one object an event. */
import type { Recorded } from '../log/recorded.ts';
import type { About } from './about.ts';
import type { Piece } from './piece.ts';
import { clampRange, type StepRange } from './range.ts';
import { hostNames, rowAt } from './row.ts';

/** Raised when a field changes its meaning. */
const VERSION = 1;
/** Events a piece. */
const EVENTS = 1024;

/** The events of a range of steps, clamped to the log, under the same names as in the table of `csvOf`; `cause` is null where
 *  there is none. The header says of which log they are (`digest` is of the whole one) and what the guest is like. */
export function* jsonOf(run: Recorded, range: StepRange, about: About): Generator<Piece> {
  const { columns, state } = run.recorder;
  const { from, to } = clampRange(columns, range);
  const header = {
    format: 'faultline-events',
    version: VERSION,
    title: about.title,
    link: about.link,
    digest: run.digest,
    range: { from, to },
    steps: columns.length,
    pages: state.pages,
    hosts: hostNames(columns),
    cast: run.cast,
  };
  let data = `${JSON.stringify(header).slice(0, -1)},"events":[`;
  for (let n = from; n < to; ) {
    const end = Math.min(to, n + EVENTS);
    for (; n < end; n++) data += `${n === from ? '\n' : ',\n'}${JSON.stringify(rowAt(columns, n))}`;
    if (n === to) data += '\n]}\n';
    yield { data, done: (n - from) / (to - from) };
    data = '';
  }
  if (data !== '') yield { data: `${data}]}\n`, done: 1 };
}
