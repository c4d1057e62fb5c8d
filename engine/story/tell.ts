/** A story told over its runs: each step's place found, its values computed. */
import { bad, ok, type Result } from '../base/result.ts';
import type { Cast } from '../event/actor.ts';
import type { Recorded } from '../log/recorded.ts';
import { Replica } from '../view/replica.ts';
import { stepOf } from './place.ts';
import { type Answer, type Marked, mark } from './question.ts';
import type { StoryStep } from './schema.ts';
import { fillIn, type StoryMoment } from './values.ts';

/** A step as a reader sees it. */
export interface ToldStep {
  readonly step: number;
  readonly text: readonly string[];
  /** Page of the event at the step, when the story selects it. */
  readonly page: number | null;
}

/** Stands at places of one run; keep it while the run is looked at. */
export class Teller {
  private readonly replica: Replica;

  constructor(private readonly run: Recorded & { readonly cast: Cast }) {
    const { columns, keyframes, state } = run.recorder;
    this.replica = new Replica(columns, keyframes, state.pages, state.folios !== null);
  }

  /** The step with its place and values. The problem says what of it this run does not have. */
  tell(story: Pick<StoryStep, 'place' | 'text' | 'view'>): Result<ToldStep> {
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

  /** Marks the answer to the step's question at `step`. */
  mark(story: Pick<StoryStep, 'question'>, step: number, answer: Answer): Result<Marked> {
    if (!story.question) return bad('invalid', 'question', 'question: this step asks nothing');
    return mark(this.momentAt(step), story.question, answer);
  }

  private get log() {
    const { recorder, cast, phases } = this.run;
    return { columns: recorder.columns, cast, phases };
  }

  private momentAt(step: number): StoryMoment {
    return { log: this.log, step, state: this.replica.seek(step), counters: this.run.counters };
  }
}
