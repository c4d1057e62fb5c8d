/** One export under way: how far it is, how to give it up, and how it ended. */
import { useEffect, useRef, useState } from 'react';
import { type Problem, type Result, sayBytes } from '../../engine/index.ts';
import { exports as words } from '../texts/export.ts';
import { Button } from '../ui/Button.tsx';
import type { Made, Watch } from './run.ts';

type JobState =
  | { readonly is: 'idle' }
  | { readonly is: 'busy'; readonly part: number }
  | { readonly is: 'saved'; readonly said: string }
  | { readonly is: 'failed'; readonly problem: Problem };

export interface Job {
  readonly state: JobState;
  /** Makes a file and saves it. */
  start(make: (watch: Watch) => Promise<Result<Made>>): void;
  cancel(): void;
}

export function useJob(): Job {
  const [state, setState] = useState<JobState>({ is: 'idle' });
  const stop = useRef<AbortController | null>(null);
  // A sheet that is closed gives its job up.
  useEffect(() => () => stop.current?.abort(), []);
  return {
    state,
    cancel: () => stop.current?.abort(),
    start(make) {
      const control = new AbortController();
      stop.current = control;
      setState({ is: 'busy', part: 0 });
      // Whole percents: a long table reports its progress ten thousand times.
      const progress = (part: number) =>
        setState((now) =>
          now.is === 'busy' && Math.round(now.part * 100) === Math.round(part * 100)
            ? now
            : { is: 'busy', part },
        );
      void make({ signal: control.signal, progress }).then((made) => {
        if (made.ok && !control.signal.aborted) {
          save(made.value);
          setState({ is: 'saved', said: words.saved(made.value.name, sayBytes(made.value.blob.size)) });
        } else if (made.ok || made.problem.code === 'cancelled')
          setState({ is: 'saved', said: words.cancelled });
        else setState({ is: 'failed', problem: made.problem });
      });
    },
  };
}

export function JobLine({ job: { state, cancel } }: { job: Job }) {
  return (
    <div className="export-job">
      {state.is === 'busy' && (
        <>
          <progress max={1} value={state.part} aria-label={words.making} />
          <span>{words.percent(state.part)}</span>
          <Button look="text" label={words.cancel} onClick={cancel} />
        </>
      )}
      {state.is === 'failed' && (
        <p className="field-error" role="alert" data-code={state.problem.code}>
          {state.problem.message}
        </p>
      )}
      <p role="status" className={state.is === 'saved' ? '' : 'spoken'}>
        {state.is === 'saved' ? state.said : state.is === 'busy' ? words.making : ''}
      </p>
    </div>
  );
}

/** Hands a file to the reader, as the browser does it: a link that is followed once. */
function save({ blob, name }: Made): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // A browser may only now begin to read it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
