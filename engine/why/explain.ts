/** Answers "why?" of a page: which questions make sense at a step, and each one's answer. */

import type { Work } from '../base/work.ts';
import type { Checked } from '../check/hazards/find.ts';
import type { Host } from '../event/pageword.ts';
import type { MemoryState } from '../event/state.ts';
import type { Recorder } from '../log/recorder.ts';
import { PageIndex } from '../lookup/pageindex.ts';
import {
  type FieldId,
  type QuestionId,
  type Scene,
  WHY_NOTS,
  type WhyAnswer,
  type WhyNotId,
} from './answer.ts';
import { FIELD_IDS, whyField } from './field.ts';
import { offersNoFault, whyNoFault } from './nofault.ts';
import { offersNotCollapsed, whyNotCollapsed } from './notcollapsed.ts';
import { Past } from './past.ts';
import { offersSentAgain, whySentAgain } from './sentagain.ts';
import { offersWaits, whyWaits } from './waits.ts';

interface WhyNot {
  readonly offers: (scene: Scene) => boolean;
  readonly why: (scene: Scene) => Promise<WhyAnswer>;
}

const WHY_NOT: Readonly<Record<WhyNotId, WhyNot>> = {
  waits: { offers: offersWaits, why: whyWaits },
  'no-fault': { offers: offersNoFault, why: whyNoFault },
  'not-collapsed': { offers: offersNotCollapsed, why: whyNotCollapsed },
  'sent-again': { offers: offersSentAgain, why: whySentAgain },
};
const HOSTS: readonly Host[] = [1, 0];

/** A question that has an answer here. */
export interface Offer {
  readonly id: WhyNotId;
  readonly host: Host;
}

/** A run, as far as questions are concerned. */
export interface Explained {
  readonly cast: Checked['cast'];
  readonly recorder: Pick<Recorder, 'columns' | 'keyframes' | 'state'>;
}

export class Explainer {
  private past: Past;

  /** `pause` lets others run between slices of a long search. */
  constructor(
    private readonly run: Explained,
    pause: () => Promise<void>,
    private readonly pages = new PageIndex(run.recorder.columns),
  ) {
    this.past = new Past(run.recorder, pause);
  }

  /** Why-nots that have an answer for `page` at `step`. */
  offers(page: number, step: number): Offer[] {
    return WHY_NOTS.flatMap((id) =>
      HOSTS.filter((host) => WHY_NOT[id].offers(this.scene(page, host, step))).map((host) => ({ id, host })),
    );
  }

  /** Null when the question makes no sense there. One at a time: both would fold the same state. */
  async why(page: number, host: Host, step: number, question: QuestionId): Promise<WhyAnswer | null> {
    const scene = this.scene(page, host, step);
    if (isField(question)) return whyField(question, scene);
    const asked = WHY_NOTS.includes(question) ? WHY_NOT[question] : null;
    return asked?.offers(scene) ? asked.why(scene) : null;
  }

  /** The state after `step` events, until the next question is asked. */
  at(step: number): MemoryState {
    return this.past.at(step);
  }

  /** The same, in slices. */
  seeking(step: number): Work<MemoryState> {
    return this.past.seeking(step);
  }

  /** All events of `page`, oldest first. */
  eventsOf(page: number): readonly number[] {
    return this.pages.eventsOf(page);
  }

  private scene(page: number, host: Host, step: number): Scene {
    const { recorder, cast } = this.run;
    return {
      columns: recorder.columns,
      cast,
      past: this.past,
      ofPage: this.eventsOf(page),
      page,
      host,
      step: Math.max(0, Math.min(recorder.columns.length, Math.floor(step))),
    };
  }
}

const isField = (question: QuestionId): question is FieldId =>
  (FIELD_IDS as readonly string[]).includes(question);
