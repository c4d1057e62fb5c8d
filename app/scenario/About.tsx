/** What a recording is, where the scenario's knobs would be. */
import type { RunInfo } from '../../engine/index.ts';
import { sayBytes, sayTime } from '../../engine/index.ts';
import { sayCount } from '../lib/say.ts';
import { useShipped } from '../run/queries.ts';
import { useChosen } from '../state/store.ts';
import { Facts } from '../ui/Section.tsx';

export function About({ info }: { info: RunInfo | null }) {
  const choice = useChosen((s) => s.choice);
  const shipped = useShipped();
  if (choice.kind !== 'trace' && choice.kind !== 'file') return null;
  const name = choice.kind === 'trace' ? choice.trace : choice.name;
  const title = choice.kind === 'trace' ? shipped.data?.find((s) => s.name === name)?.title : undefined;
  return (
    <div className="question">
      <h1>{title ?? 'A recording'}</h1>
      <p>
        A real migration, recorded: the engine predicts every state from the recorded calls, and the measured
        samples are drawn over its curves. The source side was not recorded page by page.
      </p>
      {info?.recording && (
        <Facts
          rows={[
            ['recording', info.recording.name],
            ['memory', sayBytes(info.pages * 4096)],
            ['duration', sayTime(info.timeNs)],
            ['events', sayCount(info.steps)],
          ]}
        />
      )}
    </div>
  );
}
