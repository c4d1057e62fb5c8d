/** What log files say: the diagnoses with the lines that they rest on, and what was read and left out of each file. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LogsRead } from '../../engine/index.ts';
import { type RunProblem, unwrap } from '../run/queries.ts';
import { useSession, useWatched } from '../run/session.ts';
import { closeLogs } from '../state/actions.ts';
import type { Logs } from '../state/choice.ts';
import { logs as words } from '../texts/logs.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { ProblemBanner } from '../ui/Problem.tsx';
import { sayPercent } from '../ui/say.ts';
import { DiagnosisCard } from './DiagnosisCard.tsx';
import { Files } from './Files.tsx';
import { FitCard } from './FitCard.tsx';
import { Timeline } from './Timeline.tsx';
import './logs.css';

/** How long what was read is kept while another panel is shown, ms. */
const KEPT = 3_600_000;

export default function LogsPanel({ logs }: { logs: Logs }) {
  const { engine, queries } = useSession();
  const { generation } = useWatched(engine.state);
  const [done, setDone] = useState(0);
  const queryKey = ['logs', generation, logs.opened];
  const { data, error, fetchStatus, refetch } = useQuery<LogsRead, RunProblem>({
    queryKey,
    // A file may have gigabytes: another panel in between does not read it again.
    gcTime: KEPT,
    queryFn: async ({ signal }) => {
      setDone(0);
      const files = logs.files.map((file) => ({ name: file.name, file }));
      return unwrap(await engine.ask('logs', { files }, { signal, progress: setDone }));
    },
  });
  return (
    <section className="logs" aria-label={words.title}>
      <div className="logs-head">
        <h1>{words.title}</h1>
        <IconButton icon="close" label={words.close} onPress={closeLogs} />
      </div>
      {fetchStatus !== 'idle' ? (
        <div className="logs-reading" role="status">
          <progress max={1} value={done} aria-label={words.reading} />
          <span className="muted">{sayPercent(Math.floor(done * 100) / 100)}</span>
          <Button label={words.cancel} onClick={() => void queries.cancelQueries({ queryKey })} />
        </div>
      ) : data ? (
        <Said read={data} logs={logs} />
      ) : error ? (
        <ProblemBanner problem={error.problem} />
      ) : (
        <div className="logs-reading" role="status">
          <p className="muted">{words.cancelled}</p>
          <Button label={words.again} onClick={() => void refetch()} />
        </div>
      )}
    </section>
  );
}

function Said({ read, logs }: { read: LogsRead; logs: Logs }) {
  const { diagnosis, files, timeline } = read;
  const placed = files.some((file) => file.advice === null);
  return (
    <>
      {diagnosis.map((d, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is made once and never changes
        <DiagnosisCard key={i} diagnosis={d} read={read} />
      ))}
      {diagnosis.length === 0 && placed && <p>{words.nothing}</p>}
      {read.fit && <FitCard fit={read.fit} read={read} />}
      <Timeline timeline={timeline} logs={logs} placed={placed} />
      <Files read={read} />
    </>
  );
}
