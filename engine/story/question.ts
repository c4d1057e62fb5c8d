/** Questions that are answered on the picture: what a right answer is comes from the run, never from the story's author. */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import { K } from '../event/event.ts';
import { LOST, PRESENT, STALE, WAITING } from '../event/pageword.ts';
import type { MemoryState } from '../event/state.ts';
import { VM_UFFD_MISSING } from '../event/vmalist.ts';
import type { Verdict } from '../sim/run.ts';
import type { Question } from './schema.ts';
import { type StoryMoment, valueAt } from './values.ts';
import { lastVerdict } from './verdict.ts';

/** What a reader answers: pages, a region and khugepaged's word, an option, a number; or the verdict of the run that the turned
 *  knobs made. */
export type Answer =
  | { readonly pages: readonly number[] }
  | { readonly region: number; readonly verdict?: string }
  | { readonly option: number }
  | { readonly number: string }
  | { readonly verdict: Pick<Verdict, 'lostPages' | 'flagsEqual' | 'aborted'>; readonly thrownAway: number };

export interface Grade {
  readonly right: boolean;
  /** The reason, with values of this run; it follows the story's own explanation. */
  readonly because: string;
}

const mustBe = (what: string): Result<never> => bad('invalid', 'answer', worded`answer: expected ${what}`);

/** Grades an answer. */
export function grade(moment: StoryMoment, question: Question, answer: Answer): Result<Grade> {
  switch (question.kind) {
    case 'pages': {
      if (!('pages' in answer)) return mustBe(worded`pages`);
      const wrong = answer.pages.filter((page) => !isSo(moment, question.which, page));
      const enough = answer.pages.length >= question.some;
      const because =
        wrong.length > 0
          ? worded`page 0x${wrong[0]!.toString(16)} is not one of them`
          : enough
            ? ''
            : worded`the question asks for ${question.some} pages`;
      return ok({ right: wrong.length === 0 && enough, because });
    }
    case 'region': {
      if (!('region' in answer)) return mustBe(worded`a region`);
      const verdict = lastVerdict(moment.log.columns, moment.step, answer.region);
      const refused = verdict !== null && verdict !== 'succeeded';
      const right =
        (question.which === 'refused' ? refused : verdict === 'succeeded') &&
        (answer.verdict === undefined || answer.verdict === verdict);
      return ok({
        right,
        because:
          verdict === null ? worded`khugepaged never looked there` : worded`khugepaged says ${verdict}`,
      });
    }
    case 'choice':
      if (!('option' in answer)) return mustBe(worded`an option`);
      return ok({ right: answer.option === question.answer, because: '' });
    case 'number': {
      if (!('number' in answer)) return mustBe(worded`a number`);
      const value = valueAt(moment, question.value);
      if (!value.ok) return value;
      const digits = (text: string) => text.replace(/[,\s]/g, '').toLowerCase();
      return ok({
        right: digits(answer.number) === digits(value.value),
        because: worded`it is ${value.value}`,
      });
    }
    case 'knob': {
      if (!('thrownAway' in answer)) return mustBe(worded`the verdict of a run`);
      const { lostPages, flagsEqual, aborted } = answer.verdict;
      const right = {
        'nothing-lost': lostPages === 0 && !aborted,
        'something-lost': lostPages > 0,
        'flags-equal': flagsEqual,
        'no-huge-thrown-away': answer.thrownAway === 0,
        completes: !aborted,
      }[question.want];
      return ok({
        right,
        because: [
          worded`${lostPages} pages lost`,
          flagsEqual ? worded`flags as before` : worded`flags differ`,
          ...(aborted ? [worded`aborted`] : []),
        ].join(worded`, `),
      });
    }
  }
}

type PageClaim = (Question & { kind: 'pages' })['which'];

/** Is it true of the page at this moment? */
export function isSo({ state, log, step }: StoryMoment, which: PageClaim, page: number): boolean {
  if (!Number.isInteger(page) || page < 0 || page >= state.pages) return false;
  const w = state.dst.words[page]!;
  switch (which) {
    case 'will-fault':
      return willFault(state, page);
    case 'lost':
      return (w & LOST) !== 0;
    case 'stale':
      return (w & STALE) !== 0 && (w & PRESENT) !== 0;
    case 'waiting':
      return (w & WAITING) !== 0;
    case 'sent-twice': {
      let sent = 0;
      const { columns } = log;
      for (let n = 0; n < step; n++) if (columns.kind(n) === K.SEND && columns.page(n) === page) sent++;
      return sent > 1;
    }
  }
}

/** A touch on the destination would ask userfaultfd. */
const willFault = (state: MemoryState, page: number): boolean =>
  !(state.dst.words[page]! & PRESENT) && (state.dst.vmas.flagsAt(page) & VM_UFFD_MISSING) !== 0;
