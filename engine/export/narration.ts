/** A run told in plain text, for a mail: phase by phase what happened first and how often, then what went wrong. 72 columns, and
 *  a link for each step that is named, as footnotes: no mail program may break an address. */
import { inLanguage, type Words } from '../base/language.ts';
import { sayCount, sayTime } from '../base/units.ts';
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

const ENGLISH = {
  /** Below the title: which part of the run this is. */
  range: (from: number, to: number, of: number, begins: string, ends: string, digest: string) =>
    `Steps ${sayCount(from)} to ${sayCount(to)} of ${sayCount(of)}, ${begins} to ${ends} of virtual time. Digest ${digest}.`,
  /** What came before the first phase. */
  before: 'Before',
  script: 'The script',
  phase: (label: string, step: number, time: string) => `${label} (step ${sayCount(step)}, ${time})`,
  event: (sentence: string) => `${sentence}.`,
  events: (sentence: string, more: number) => `${sentence}, and ${sayCount(more)} more like it.`,
  wrong: 'What goes wrong',
  nothing: 'Nothing that Faultline looks for.',
  hazard: (id: string, title: string, step: number) => `${id}: ${title} (step ${sayCount(step)}).`,
  hazardOf: (id: string, title: string, step: number, pages: number) =>
    `${id}: ${title} (step ${sayCount(step)}, ${pages === 1 ? '1 page' : `${sayCount(pages)} pages`}).`,
  remedy: (remedy: string) => `Remedy: ${remedy}`,
};
export type NarrationWords = Words<typeof ENGLISH>;
const narrationWords = (): NarrationWords => inLanguage('narration', ENGLISH);

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
  const words = narrationWords();
  yield { data: head(run, from, to, about), done: 0 };
  for (const part of partsOf(run, from, to)) {
    const told = yield* tell(columns, part, (n) => (to > from ? (n - from) / (to - from) : 1));
    const step = part.from + 1;
    const title = words.phase(part.label, step, sayTime(timeOfStep(columns, step)));
    yield {
      data: [
        '',
        ...wrap(`${title} ${notes.mark(step)}`.trimEnd(), '', ''),
        '',
        ...told.flatMap(({ sentence, n, more }) => {
          const said = more === 0 ? words.event(sentence) : words.events(sentence, more);
          return wrap(`${said} ${notes.mark(n + 1)}`.trimEnd(), '  - ', '    ');
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
  return [
    ...wrap(about.title, '', ''),
    '='.repeat(Math.min(WIDTH, widthOf(about.title))),
    '',
    ...wrap(
      narrationWords().range(
        from,
        to,
        columns.length,
        sayTime(timeOfStep(columns, from)),
        sayTime(timeOfStep(columns, to)),
        run.digest,
      ),
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
    begins.unshift({
      label: run.cast === 'script' ? narrationWords().script : narrationWords().before,
      at: 0,
    });
  return begins.flatMap(({ label, at }, i) => {
    const part = { label, from: Math.max(from, at), to: Math.min(to, begins[i + 1]?.at ?? to) };
    return part.to > part.from ? [part] : [];
  });
}

interface Told {
  readonly sentence: string;
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
      sentence: describe(columns, n),
      n,
      more: last ? often[kind]! - told : 0,
    };
  });
}

function ending(hazards: readonly Hazard[], from: number, to: number, notes: Footnotes): string[] {
  const here = hazards.filter((h) => h.step >= from && h.step <= to);
  const words = narrationWords();
  return [
    '',
    words.wrong,
    '',
    ...(here.length === 0
      ? [`  ${words.nothing}`]
      : here.flatMap((h) => {
          const said =
            h.pages === 0
              ? words.hazard(h.id, h.title, h.step)
              : words.hazardOf(h.id, h.title, h.step, h.pages);
          return [
            ...wrap(`${said} ${notes.mark(h.step)}`.trimEnd(), '  - ', '    '),
            ...wrap(words.remedy(h.remedy), '    ', '    '),
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

/** A letter of Chinese takes two columns, as its punctuation does. */
const WIDE = /[\u3000-\u9fff\uff00-\uff60]/;

/** Columns of a text where letters have a fixed width. */
function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += WIDE.test(letter) ? 2 : 1;
  return width;
}

/** Where a line may also break: after each letter of Chinese that no punctuation follows. */
const BREAK = /(?<=[\u3000-\u9fff\uff00-\uff60])(?![\s，。：；、）」”？！])/u;

/** Lines of at most WIDTH columns; a word that is longer stands alone. */
function wrap(text: string, first: string, others: string): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const [word, gap] of wordsOf(text)) {
    if (!empty && widthOf(line) + gap.length + widthOf(word) > WIDTH) {
      lines.push(line);
      line = others;
      empty = true;
    }
    line += empty ? word : gap + word;
    empty = false;
  }
  lines.push(line);
  return lines;
}

/** The words of a text, each with what stands between it and the word before. */
function wordsOf(text: string): (readonly [word: string, gap: string])[] {
  return text
    .split(/\s+/)
    .flatMap((part) => part.split(BREAK).map((word, i) => [word, i === 0 ? ' ' : ''] as const));
}
