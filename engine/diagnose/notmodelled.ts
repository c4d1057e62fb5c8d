/** Calls that change memory in a way that the engine does not model: named, so that nobody takes the timeline for complete. */
import { worded } from '../base/language.ts';
import { MODELLED_ADVICE } from '../read/advice.ts';
import { CALLS, type CallName } from '../read/evidence.ts';
import { type Diagnoser, type Diagnosis, MOST_PLACES, type Place } from './diagnosis.ts';

/** Requests of userfaultfd of which nothing is shown. */
const REQUESTS: ReadonlySet<CallName> = new Set(['UFFDIO_WRITEPROTECT', 'UFFDIO_POISON', 'UFFDIO_CONTINUE']);

export const notModelled: Diagnoser = (readings) => {
  const found = new Map<string, { count: number; lines: Place[] }>();
  for (const [file, { evidence }] of readings.entries()) {
    const { calls } = evidence;
    for (let i = 0; i < calls.count; i++) {
      const name = CALLS[calls.name.at(i)]!;
      const detail = name.endsWith('madvise') ? calls.texts.text(calls.detail.at(i)) : '';
      const what =
        detail.startsWith('MADV_') && !MODELLED_ADVICE.has(detail) ? detail : REQUESTS.has(name) ? name : '';
      if (what === '') continue;
      const known = found.get(what) ?? { count: 0, lines: [] };
      found.set(what, known);
      known.count++;
      if (known.lines.length < MOST_PLACES) known.lines.push({ file, line: calls.line.at(i) });
    }
  }
  if (found.size === 0) return [];
  const names = [...found.keys()].sort();
  return [
    {
      id: 'not-modelled',
      kind: 'fact',
      answer: worded`The timeline leaves out ${names.join(', ')}: the engine does not model what becomes of the memory.`,
      reasons: names.map((name) => ({
        text: worded`${name} is called ${found.get(name)!.count} times.`,
        lines: found.get(name)!.lines,
        rules: [],
      })),
      numbers: { calls: [...found.values()].reduce((sum, { count }) => sum + count, 0) },
      advice: [],
    } satisfies Diagnosis,
  ];
};
