/** What stands around the page on screen, asked anew with each frame: one question in flight, the latest wins. Equal answers render
 *  nothing. */
import { useEffect, useMemo, useState } from 'react';
import type { ActorId, Answer, Ask, RunInfo } from '../../engine/index.ts';
import { useSession } from '../run/session.ts';
import type { Scope } from '../state/fields.ts';

export function useAround(
  info: RunInfo,
  page: number | null,
  scope: Scope,
  actor: ActorId | null,
): Answer<'context'> | null {
  const { engine, frames } = useSession();
  const [text, setText] = useState('');
  const { run } = info;
  useEffect(() => {
    let live = true;
    let busy = false;
    let asked = -1;
    const want = (): Ask<'context'> | null => {
      const step = frames.get()?.step;
      return live && step !== undefined && step !== asked
        ? { run, step, page: page ?? 0, scope, actor }
        : null;
    };
    const pump = async () => {
      if (busy) return;
      busy = true;
      for (let ask = want(); ask; ask = want()) {
        asked = ask.step;
        const answer = await engine.ask('context', ask);
        if (live && answer.ok) setText(JSON.stringify({ ...answer.value, step: 0 }));
      }
      busy = false;
    };
    const stop = frames.subscribe(() => void pump());
    void pump();
    return () => {
      live = false;
      stop();
    };
  }, [engine, frames, run, page, scope, actor]);
  const around = useMemo(() => (text === '' ? null : (JSON.parse(text) as Answer<'context'>)), [text]);
  // What was asked before is not shown as an answer to what is asked now.
  return around && (page === null || around.page === page) ? around : null;
}
