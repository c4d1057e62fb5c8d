/** A story on one of its runs: finds the place of each step and computes its values. */
import { bad, ok, type Result } from '../base/result.ts';
import type { Subject } from '../event/actor.ts';
import type { Recorded } from '../log/recorded.ts';
import { Replica } from '../view/replica.ts';
import { stepOf } from './place.ts';
import { type Answer, type Grade, grade } from './question.ts';
import type { StoryStep } from './schema.ts';
import { fillIn, type StoryMoment } from './values.ts';

/** A step of a story as shown. */
export interface DescribedStep {
  readonly step: number;
  readonly text: readonly string[];
  /** Page of the event at the step, when the story selects it. */
  readonly page: number | null;
}

/** Has a replica of its own, which it seeks from place to place: make one per run. */
export class StorySession {
  private readonly replica: Replica;

  constructor(private readonly run: Recorded & { readonly cast: Subject }) {
    const { columns, keyframes, state } = run.recorder;
    this.replica = new Replica(columns, keyframes, state.pages, state.folios !== null);
  }

  /** The step with its place and values. The problem names what this run does not have. */
  describe(story: Pick<StoryStep, 'place' | 'text' | 'view'>): Result<DescribedStep> {
    const { columns } = this.run.recorder;
    const place = stepOf(this.log, story.place);
    if (!place.ok) return place;
    const moment = this.momentAt(place.value);
    const text: string[] = [];
    for (const paragraph of story.text) {
      const filled = fillIn(moment, paragraph);
      if (!filled.ok) return filled;
      text.push(filled.value);
    }
    const n = Math.min(columns.length, Math.max(1, place.value)) - 1;
    return ok({ step: place.value, text, page: story.view.select ? columns.page(n) : null });
  }

  /** Grades the answer to the step's question at `step`. */
  grade(question: StoryStep['question'], step: number, answer: Answer): Result<Grade> {
    if (!question) return bad('invalid', 'question', 'question: this step asks nothing');
    return grade(this.momentAt(step), question, answer);
  }

  private get log() {
    const { recorder, cast, phases } = this.run;
    return { columns: recorder.columns, cast, phases };
  }

  private momentAt(step: number): StoryMoment {
    return { log: this.log, step, state: this.replica.seek(step), counters: this.run.counters };
  }
}
