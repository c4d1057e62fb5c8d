/** A story on one of its runs: finds the place of each step and computes its values. */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import type { Subject } from '../event/actor.ts';
import type { Host } from '../event/pageword.ts';
import type { Recorded } from '../log/recorded.ts';
import type { Lens } from '../view/lens.ts';
import { Readings } from '../view/readings.ts';
import { Replica } from '../view/replica.ts';
import { Sampler } from '../view/sampler.ts';
import { holds } from './holds.ts';
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
  private readonly readings: Readings;
  private readonly samplers: readonly [Sampler, Sampler];

  constructor(private readonly run: Recorded & { readonly cast: Subject }) {
    const { columns, keyframes, state } = run.recorder;
    this.replica = new Replica(columns, keyframes, state.pages, state.folios !== null);
    this.readings = new Readings(columns, this.replica.state);
    this.samplers = [new Sampler(state.pages), new Sampler(state.pages)];
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
    if (!question) return bad('invalid', 'question', worded`question: this step asks nothing`);
    return grade(this.momentAt(step), question, answer);
  }

  /** Whether what a step claims is true of this run. */
  holds(story: Pick<StoryStep, 'place'>, claim: string): Result<boolean> {
    const place = stepOf(this.log, story.place);
    return place.ok ? holds(this.momentAt(place.value), claim) : place;
  }

  private get log() {
    const { recorder, cast, phases } = this.run;
    return { columns: recorder.columns, cast, phases };
  }

  private momentAt(step: number): StoryMoment {
    const state = this.replica.seek(step);
    return {
      log: this.log,
      step,
      state,
      counters: this.run.counters,
      counts: (lens, host) => this.counts(lens, host),
      elsewhere: (place, ask) => this.elsewhere(step, place, ask),
    };
  }

  /** There is one state, which goes there and comes back. */
  private elsewhere<T>(from: number, place: string, ask: (moment: StoryMoment) => Result<T>): Result<T> {
    const at =
      place === 'start' || place === 'end'
        ? ({ at: place } as const)
        : { find: place, nth: -1, before: false };
    const to = stepOf(this.log, at);
    if (!to.ok) return to;
    const answer = ask(this.momentAt(to.value));
    this.replica.seek(from);
    return answer;
  }

  /** As the legend of a field counts them. */
  private counts(lens: Lens, host: Host): Uint32Array {
    const sampler = this.samplers[host];
    sampler.refresh(lens, this.readings.at(lens, this.replica.step, false)[host]);
    return sampler.counts();
  }
}
