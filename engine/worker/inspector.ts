/** Answers the inspector's questions about one run, one after the other: all of them fold the same state. */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import type { Columns } from '../log/columns.ts';
import type { Recorded } from '../log/recorded.ts';
import { ActorTally } from '../lookup/actors.ts';
import type { PageIndex } from '../lookup/pageindex.ts';
import { regionsAround, vmasAround } from '../view/context.ts';
import { Explainer } from '../why/explain.ts';
import type { Answer, Ask } from './protocol.ts';
import type { Job } from './rpc.ts';

/** Ends a search that was cancelled. */
class Cancelled extends Error {}

export class InspectorSession {
  private readonly explainer: Explainer;
  private readonly pages: number;
  private readonly columns: Columns;
  private tally: ActorTally | null = null;
  /** Settles when the last question so far is answered. */
  private turn: Promise<unknown> = Promise.resolve();
  /** The question being answered; null for one that is answered at once. */
  private job: Job | null = null;

  constructor(run: Recorded, index: PageIndex, pause: () => Promise<void>) {
    this.columns = run.recorder.columns;
    this.pages = run.recorder.state.pages;
    this.explainer = new Explainer(
      run,
      async () => {
        await pause();
        if (this.job?.cancelled) throw new Cancelled();
      },
      index,
    );
  }

  /** A problem where the question makes no sense. The search can be cancelled between slices. */
  why(ask: Ask<'why'>, job: Job): Promise<Result<Answer<'why'>>> {
    return this.next(async () => {
      this.job = job;
      const { page, host, step, question } = ask;
      if (job.cancelled) throw new Cancelled();
      const known = Number.isInteger(page) && page >= 0 && page < this.pages;
      const answer = known ? await this.explainer.why(page, host, step, question) : null;
      return answer
        ? ok(answer)
        : bad(
            'invalid',
            'question',
            worded`question: “${question}” has no answer for page ${page} at step ${step}`,
          );
    });
  }

  context(ask: Ask<'context'>): Promise<Result<Answer<'context'>>> {
    return this.next(async () => {
      this.job = null;
      const { page, scope, actor } = ask;
      if (!(Number.isInteger(page) && page >= 0 && page < this.pages))
        return bad('invalid', 'page', worded`page: expected one of ${this.pages} pages, got ${page}`);
      const step = Math.max(0, Math.min(this.columns.length, Math.floor(ask.step)));
      const ofPage = this.explainer.eventsOf(page);
      const offers = this.explainer.offers(page, step);
      const state = this.explainer.at(step);
      return ok({
        step,
        page,
        offers,
        regions: scope === 'region' ? regionsAround(state, this.columns, page, step, ofPage) : null,
        vmas: scope === 'vma' ? vmasAround(state, page) : null,
        actor: scope === 'actor' && actor ? this.actorTally().facts(actor, step, state) : null,
      });
    });
  }

  actors(): Answer<'actors'> {
    return { actors: this.actorTally().all() };
  }

  private actorTally(): ActorTally {
    this.tally ??= new ActorTally(this.columns);
    return this.tally;
  }

  private async next<T>(job: () => Promise<Result<T>>): Promise<Result<T>> {
    const mine = this.turn.then(job);
    // The next question waits for this one however it ends.
    this.turn = mine.catch(() => {});
    try {
      return await mine;
    } catch (e) {
      if (e instanceof Cancelled) return bad('cancelled', 'why', worded`the question was taken back`);
      throw e;
    }
  }
}
