/** Classes of cells that a run has at any of its steps, for legends: a class that never comes is not listed. */
import type { Work } from '../base/work.ts';
import { type Host, LOGGED, RECEIVED, STALE } from '../event/pageword.ts';
import type { Recorder } from '../log/recorder.ts';
import { CELL_CLASSES, classId, LENSES, type Lens, legend, wordClass } from './lens.ts';
import { isOfCriu } from './readings.ts';

/** Pages between two looks at the clock: some milliseconds. */
const PAGES = 1 << 21;

/** By lens and host, numbers of classes in legend order. */
export type SeenClasses = Readonly<Record<Lens, readonly [src: readonly number[], dst: readonly number[]]>>;

/** The legends of a recorded run. Classes of lag, age and heat are a scale, which stays whole. */
export function* classesSeen({ seen, state }: Pick<Recorder, 'seen' | 'state'>): Work<SeenClasses> {
  const words: [number[], number[]] = [[], []];
  for (const host of [0, 1] as const) {
    // Events of ranges are seen by their first page: the end tells of the others.
    const at = seen[host].slice();
    const { words: ended } = state.side(host);
    for (let from = 0; from < ended.length; from += PAGES) {
      for (let p = from, to = Math.min(ended.length, from + PAGES); p < to; p++) at[ended[p]!] = 1;
      yield (host + from / ended.length) / 2;
    }
    for (let w = at.indexOf(1); w >= 0; w = at.indexOf(1, w + 1)) words[host].push(w);
  }
  const sent = classId('sent');
  const since = isOfCriu(state)
    ? words[0].some((w) => w & LOGGED && wordClass('migration', 0, w) === sent)
    : words[1].some((w) => (w & RECEIVED) !== 0 && (w & STALE) !== 0);
  const ofHost = (lens: Lens, host: Host): number[] => {
    const entries = legend(lens, host);
    if (lens === 'lag' || lens === 'age' || lens === 'heat') return entries;
    const met = new Set(words[host].map((w) => wordClass(lens, host, w)));
    const ids = new Set([...met].map((c) => CELL_CLASSES[c]!.under ?? CELL_CLASSES[c]!.id));
    if (since && met.has(sent)) ids.add('written');
    return entries.filter((c) => ids.has(CELL_CLASSES[c]!.id));
  };
  return Object.fromEntries(
    LENSES.map((lens) => [lens, [ofHost(lens, 0), ofHost(lens, 1)]]),
  ) as unknown as SeenClasses;
}
