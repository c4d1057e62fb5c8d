/** A visitor of a run, who asks the engine everything that a reader can: at random steps and pages, in every lens. */
import type { Random } from '../base/random.ts';
import type { Result } from '../base/result.ts';
import { ACTORS } from '../event/actor.ts';
import { AXES } from '../lookup/axis.ts';
import { STEP_UNITS } from '../lookup/steps.ts';
import { PROC_FILES } from '../proc/proc.ts';
import { LENSES } from '../view/lens.ts';
import { WHY_NOTS } from '../why/answer.ts';
import { FIELD_IDS } from '../why/field.ts';
import type { EngineClient } from '../worker/client.ts';
import { type Ask, EXPORT_FORMATS, type RequestName, type RunInfo } from '../worker/protocol.ts';

const QUERIES = [
  '',
  'uffd.*',
  'host=dst !guest',
  'page=0..100 actor=vcpu',
  'phase=postcopy',
  'time>1ms or arg=0',
  'x=',
];
const SCOPES = ['page', 'region', 'vma', 'actor'] as const;

/** Asks about a run and, where `thorough`, exports it too. Returns what failed: a request that ended the engine. */
export async function visit(
  client: EngineClient,
  info: RunInfo,
  random: Random,
  thorough = true,
): Promise<string | null> {
  const { run, steps, pages } = info;
  let failed: string | null = null;
  const ask = async <N extends RequestName>(name: N, about: Omit<Ask<N>, 'run'>) => {
    const answer: Result<unknown> = await client.ask(name, { run, ...about } as Ask<N>);
    if (!answer.ok && answer.problem.code === 'crashed')
      failed ??= `${answer.problem.message}, asked ${JSON.stringify(about)}`;
    return answer;
  };
  const step = () => random.below(steps + 1);
  const page = () => random.below(pages);
  const some = <T>(of: readonly T[]): T => of[random.below(of.length)]!;

  for (const lens of LENSES) {
    const tiles = { first: 0, count: Math.ceil(pages / 512), sub: random.below(2) ? 16 : 512 } as const;
    await ask('frame', { step: step(), lens, src: tiles, dst: tiles, inspect: page() });
  }
  for (const axis of AXES) {
    await ask('lanes', { from: 0, to: steps, buckets: 400, axis });
    await ask('lanes', { from: step(), to: step(), buckets: 1 + random.below(9000), axis });
  }
  await ask('flagSpans', {});
  await ask('hazards', {});
  await ask('rangeStats', { from: 0, to: steps });
  await ask('tally', {
    from: step(),
    to: step(),
    actor: random.below(2) ? null : random.below(ACTORS.length),
  });
  await ask('events', { from: step(), to: step() });
  await ask('stepAt', { timeNs: random.below(info.timeNs + 1) });
  for (const unit of STEP_UNITS) await ask('stepBy', { step: step(), unit, back: random.below(2) === 0 });
  for (const text of QUERIES) {
    await ask('query', { text, step: step() });
    await ask('hits', { text, offset: 0, count: 200 });
    await ask('complete', { text, cursor: text.length });
  }
  await ask('nextHit', { queries: QUERIES, hazards: true, step: step(), back: random.below(2) === 0 });
  await ask('verdicts', {});
  await ask('verify', {});
  for (const file of PROC_FILES)
    await ask('proc', { step: step(), host: random.below(2) as 0 | 1, file, page: page() });
  await ask('actors', {});
  for (const scope of SCOPES)
    await ask('context', {
      step: step(),
      page: page(),
      scope,
      actor: { actor: random.below(ACTORS.length), cpu: null },
    });
  await ask('ledger', { page: page(), step: steps });
  const at = { step: step(), page: page() };
  for (const question of [...FIELD_IDS, ...WHY_NOTS])
    await ask('why', { ...at, host: random.below(2) as 0 | 1, question });
  if (thorough)
    await ask('export', { format: some(EXPORT_FORMATS), from: 0, to: steps, title: 'x', link: null });
  return failed;
}
