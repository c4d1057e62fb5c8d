/** The run that is on screen, for a page of its own and for one inside another. */
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import type { RunInfo } from '../../engine/index.ts';
import { arriveAt, reportProblems, waitAt } from '../state/actions.ts';
import type { Choice } from '../state/choice.ts';
import { store, useChosen } from '../state/store.ts';
import { visit } from '../state/visited.ts';
import { link as words } from '../texts/link.ts';
import { arrive } from './phases.ts';
import { useRun } from './queries.ts';
import { useSession, useWatched } from './session.ts';

/** `info` is the run that was asked for, null until it is there; `last` the newest there was. */
export function useScreen() {
  const session = useSession();
  const { generation } = useWatched(session.engine.state);
  const choice = useChosen((s) => s.choice);
  const query = useRun(session.engine, generation, choice);
  // Deferred, so that a new run's many parts are rendered in slices.
  const info = useDeferredValue(query.data ?? null);
  const last = useLast(info);
  const made = query.data ?? null;
  useArrival(choice, made, info);
  useParts(info);
  useEffect(() => visit(choice, made), [choice, made]);
  useReady();
  return { query, info, last };
}

/** The newest run there was: it stays on screen while the next one is made. */
function useLast(info: RunInfo | null): RunInfo | null {
  const [last, setLast] = useState(info);
  if (info && info !== last) setLast(info);
  return info ?? last;
}

/** Puts a new run on screen, at the step where its reader arrives. What is asked for while `made`, the run of the choice, is not
 *  there or is not yet `info`, waits for it. */
function useArrival(choice: Choice, made: RunInfo | null, info: RunInfo | null): void {
  const { run } = useSession();
  const arrival = useChosen((s) => s.arrival);
  useEffect(() => {
    // Had the reader asked for something else since this was rendered, it would be rendered again.
    const now = store.getState();
    if (info && info === made && now.choice === choice && now.arrival === arrival) {
      const at = arrive(info, arrival, now.step);
      const { steps } = info;
      // A run that is still being made may not have come there yet: then the newest there is of it is shown.
      if (info.making && (at >= steps || (at === 0 && /moment|phase/.test(arrival.at)))) {
        if (arrival.at !== 'here') waitAt(steps);
      } else arriveAt(at);
      if (arrival.at === 'link' && arrival.step > steps && !info.making)
        reportProblems({ code: 'invalid', where: 's', message: words.beyond(arrival.step, steps) });
    }
    run.set(info);
  }, [choice, made, info, arrival, run]);
}

/** Frees the run so far when a later one of the same run is on screen. */
function useParts(info: RunInfo | null): void {
  const { engine } = useSession();
  const before = useRef<RunInfo | null>(null);
  useEffect(() => {
    const old = before.current;
    before.current = info;
    if (old?.making && old !== info) void engine.ask('drop', { run: old.run });
  }, [engine, info]);
}

/** Marks `<html>` with `data-ready` when the first frame was painted, for tests and for whoever embeds the page. */
function useReady(): void {
  const { frames } = useSession();
  useEffect(() => {
    const ready = () => {
      if (!frames.get()) return;
      stop();
      requestAnimationFrame(() => {
        document.documentElement.dataset.ready = 'true';
      });
    };
    const stop = frames.subscribe(ready);
    ready();
    return stop;
  }, [frames]);
}
