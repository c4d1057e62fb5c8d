/** The context of the page on screen, requested anew with each frame. Equal answers render nothing. */
import { replaceEqualDeep } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ActorId, Answer, Ask, RunInfo } from '../../engine/index.ts';
import { useSession } from '../run/session.ts';
import type { Scope } from '../state/fields.ts';
import { latest } from '../ui/latest.ts';

type Context = Omit<Answer<'context'>, 'step'>;

export function usePageContext(
  info: RunInfo,
  page: number | null,
  scope: Scope,
  actor: ActorId | null,
): Context | null {
  const { engine, frames } = useSession();
  const [context, setContext] = useState<Context | null>(null);
  const { run } = info;
  useEffect(() => {
    const newest = latest((ask: Ask<'context'>) => engine.ask('context', ask));
    let asked = -1;
    const request = async () => {
      const step = frames.get()?.step;
      if (step === undefined || step === asked) return;
      asked = step;
      const answer = await newest.ask({ run, step, page: page ?? 0, scope, actor });
      if (!answer?.ok) return;
      const { step: _, ...next } = answer.value;
      setContext((last) => replaceEqualDeep(last, next));
    };
    const stop = frames.subscribe(() => void request());
    void request();
    return () => {
      newest.drop();
      stop();
    };
  }, [engine, frames, run, page, scope, actor]);
  // An answer about another page is not shown.
  return context && (page === null || context.page === page) ? context : null;
}
