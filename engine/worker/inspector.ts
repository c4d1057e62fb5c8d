/** Answers the inspector's questions about one run, one after the other: all of them fold the same state. */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import { Kept, type Work } from '../base/work.ts';
import type { Columns } from '../log/columns.ts';
import type { Recorded } from '../log/recorded.ts';
import { ActorTally } from '../lookup/actors.ts';
import type { PageIndex } from '../lookup/pageindex.ts';
import { regionsAround, vmasAround } from '../view/context.ts';
import { Explainer } from '../why/explain.ts';
import type { Answer, Ask } from './protocol.ts';
import type { Job } from './rpc.ts';
import { type Clock, inSlices, Turns } from './slices.ts';

/** Ends a search that was cancelled. */
class Cancelled extends Error {}

export class InspectorSession {
  private readonly explainer: Explainer;
  private readonly pages: number;
  private readonly columns: Columns;
  private readonly tally: Kept<ActorTally>;
  private readonly turns = new Turns();
  /** The question being answered. */
  private job: Job | null = null;

  constructor(
    run: Recorded,
    private readonly index: PageIndex,
    private readonly clock: Clock,
  ) {
    this.columns = run.recorder.columns;
    this.pages = run.recorder.state.pages;
    this.tally = new Kept(() => ActorTally.of(this.columns));
    this.explainer = new Explainer(
      run,
      async () => {
        await clock.pause();
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
      if (known) await this.done(this.index.finding(page));
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

  context(ask: Ask<'context'>, job: Job): Promise<Result<Answer<'context'>>> {
    return this.next(async () => {
      this.job = job;
      const { page, scope, actor } = ask;
      if (!(Number.isInteger(page) && page >= 0 && page < this.pages))
        return bad('invalid', 'page', worded`page: expected one of ${this.pages} pages, got ${page}`);
      const step = Math.max(0, Math.min(this.columns.length, Math.floor(ask.step)));
      const ofPage = await this.done(this.index.finding(page));
      await this.done(this.explainer.seeking(step));
      const offers = this.explainer.offers(page, step);
      const tally = scope === 'actor' && actor ? await this.done(this.tally.get()) : null;
      const state = this.explainer.at(step);
      const facts = tally && actor ? await this.done(tally.facts(actor, step, state)) : null;
      return ok({
        step,
        page,
        offers,
        regions: scope === 'region' ? regionsAround(state, this.columns, page, step, ofPage) : null,
        vmas: scope === 'vma' ? vmasAround(state, page) : null,
        actor: facts,
      });
    });
  }

  *actors(): Work<Answer<'actors'>> {
    const tally = yield* this.tally.get();
    return { actors: tally.all() };
  }

  /** The result of work for the question being answered. */
  private async done<T>(work: Work<T>): Promise<T> {
    const { job, clock } = this;
    const made = await inSlices('context', work, clock, async () => {
      await clock.pause();
      return !job?.cancelled;
    });
    if (!made.ok) throw new Cancelled();
    return made.value;
  }

  private async next<T>(job: () => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await this.turns.take(job);
    } catch (e) {
      if (e instanceof Cancelled) return bad('cancelled', 'why', worded`the question was taken back`);
      throw e;
    }
  }
}
