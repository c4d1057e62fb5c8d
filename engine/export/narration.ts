/** A run told in plain text, for a mail: phase by phase what happened first and how often, then what went wrong. 72 columns, and
 *  a link for each step that is named, as footnotes: no mail program may break an address. */
import { sayTime } from '../base/units.ts';
import type { Hazard } from '../check/hazards/hazard.ts';
import { K, KINDS } from '../event/event.ts';
import { CHUNK, type Columns } from '../log/columns.ts';
import { describe } from '../log/describe.ts';
import type { Recorded } from '../log/recorded.ts';
import { timeOfStep } from '../lookup/lanes.ts';
import { type About, linkAt } from './about.ts';
import type { Piece } from './piece.ts';
import { clampRange, type StepRange } from './range.ts';

const WIDTH = 72;
/** Operations of a script that are told one by one. */
const MOST_OPS = 200;

/** The events of a range of steps, clamped to the log, in words; `hazards` are those of the whole run. */
export function* narrationOf(
  run: Recorded,
  range: StepRange,
  about: About,
  hazards: readonly Hazard[],
): Generator<Piece> {
  const { columns } = run.recorder;
  const { from, to } = clampRange(columns, range);
  const notes = new Footnotes(about.link);
  yield { data: head(run, from, to, about), done: 0 };
  for (const part of partsOf(run, from, to)) {
    const told = yield* tell(columns, part, (n) => (to > from ? (n - from) / (to - from) : 1));
    const at = `step ${count(part.from + 1)}, ${sayTime(timeOfStep(columns, part.from + 1))}`;
    yield {
      data: [
        '',
        ...wrap(`${part.label} (${at}) ${notes.mark(part.from + 1)}`.trimEnd(), '', ''),
        '',
        ...told.flatMap(({ words, n, more }) => {
          const often = more === 0 ? '' : `, and ${count(more)} more like it`;
          return wrap(`${words}${often}. ${notes.mark(n + 1)}`.trimEnd(), '  - ', '    ');
        }),
        '',
      ].join('\n'),
      done: to > from ? (part.to - from) / (to - from) : 1,
    };
  }
  yield { data: [...ending(hazards, from, to, notes), ...notes.lines(), ''].join('\n'), done: 1 };
}

function head(run: Recorded, from: number, to: number, about: About): string {
  const { columns } = run.recorder;
  const times = `${sayTime(timeOfStep(columns, from))} to ${sayTime(timeOfStep(columns, to))}`;
  return [
    ...wrap(about.title, '', ''),
    '='.repeat(Math.min(WIDTH, about.title.length)),
    '',
    ...wrap(
      `Steps ${count(from)} to ${count(to)} of ${count(columns.length)}, ${times} of virtual time. Digest ${run.digest}.`,
      '',
      '',
    ),
    ...(about.link === null ? [] : [about.link]),
    '',
  ].join('\n');
}

/** A stretch of the range within one phase: events [from, to). */
interface Part {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

function partsOf(run: Recorded, from: number, to: number): Part[] {
  const begins = run.phases.map(({ label, step }) => ({ label, at: step - 1 }));
  if ((begins[0]?.at ?? to) > from)
    begins.unshift({ label: run.cast === 'script' ? 'The script' : 'Before', at: 0 });
  return begins.flatMap(({ label, at }, i) => {
    const part = { label, from: Math.max(from, at), to: Math.min(to, begins[i + 1]?.at ?? to) };
    return part.to > part.from ? [part] : [];
  });
}

interface Told {
  readonly words: string;
  readonly n: number;
  /** Later events of its kind in the same part. */
  readonly more: number;
}

/** The first event of each kind, in order, and each operation of a script. */
function* tell(columns: Columns, { from, to }: Part, done: (n: number) => number): Generator<Piece, Told[]> {
  const often = new Uint32Array(KINDS.length);
  const first: number[] = [];
  for (let n = from; n < to; n++) {
    const kind = columns.kind(n);
    if (kind === K.PHASE) continue;
    const before = often[kind]!++;
    if (before === 0 || (kind === K.OP && before < MOST_OPS)) first.push(n);
    if (n % CHUNK === CHUNK - 1) yield { data: '', done: done(n) };
  }
  return first.map((n) => {
    const kind = columns.kind(n);
    const told = kind === K.OP ? Math.min(MOST_OPS, often[kind]!) : 1;
    const last = kind !== K.OP || n === first.findLast((m) => columns.kind(m) === K.OP);
    return {
      words: describe(columns, n),
      n,
      more: last ? often[kind]! - told : 0,
    };
  });
}

function ending(hazards: readonly Hazard[], from: number, to: number, notes: Footnotes): string[] {
  const here = hazards.filter((h) => h.step >= from && h.step <= to);
  return [
    '',
    'What goes wrong',
    '',
    ...(here.length === 0
      ? ['  Nothing that Faultline looks for.']
      : here.flatMap((h) => {
          const pages = h.pages === 0 ? '' : `, ${h.pages === 1 ? '1 page' : `${count(h.pages)} pages`}`;
          return [
            ...wrap(
              `${h.id}: ${h.title} (step ${count(h.step)}${pages}). ${notes.mark(h.step)}`.trimEnd(),
              '  - ',
              '    ',
            ),
            ...wrap(`Remedy: ${h.remedy}`, '    ', '    '),
          ];
        })),
    '',
  ];
}

/** Links by number, in the order in which they were named. */
class Footnotes {
  private readonly steps: number[] = [];

  constructor(private readonly link: string | null) {}

  /** `[3]`; nothing where there is no link. */
  mark(step: number): string {
    if (this.link === null) return '';
    this.steps.push(step);
    return `[${this.steps.length}]`;
  }

  lines(): string[] {
    const { link } = this;
    return link === null ? [] : this.steps.map((step, i) => `[${i + 1}] ${linkAt(link, step)}`);
  }
}

const count = (n: number): string => n.toLocaleString('en');

/** Lines of at most WIDTH columns; a word that is longer stands alone. */
function wrap(text: string, first: string, others: string): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/\s+/)) {
    if (!empty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = others;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  lines.push(line);
  return lines;
}
