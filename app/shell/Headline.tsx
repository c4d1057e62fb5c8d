/** The line over the fields: what is shown, its phase, and the time in the run. */
import type { RunInfo } from '../../engine/index.ts';
import { sayTime } from '../../engine/index.ts';
import { phaseAt } from '../run/phases.ts';
import { useFrame } from '../run/session.ts';
import { titleOf } from '../source/choice.ts';
import { useChosen } from '../state/store.ts';
import { headline as words } from '../texts/shell.ts';
import { PHASES } from '../ui/colours.ts';

export function Headline({ info }: { info: RunInfo | null }) {
  const choice = useChosen((s) => s.choice);
  const changed = choice.kind === 'preset' ? Object.keys(choice.overrides).length : 0;
  const title = titleOf(choice, info);
  return (
    <div className="headline">
      <p className="headline-title">{changed > 0 ? words.changed(title, changed) : title}</p>
      <PhaseNow info={info} />
      <TimeNow />
    </div>
  );
}

/** The phase in words, on the colour that it has on the timeline. */
function PhaseNow({ info }: { info: RunInfo | null }) {
  const at = useFrame((f) => (info && phaseAt(info, f.step)) ?? null, null);
  if (!at) return <p className="phase" />;
  return (
    <p className="phase" style={{ background: PHASES[at.name] }}>
      <span className="spoken">{info?.script ? words.operation : words.phase}</span>
      <span className="long">{at.label}</span>
      <span className="short">{at.short}</span>
    </p>
  );
}

function TimeNow() {
  const time = useFrame((f) => sayTime(f.timeNs), '');
  return <p className="headline-time">{time}</p>;
}
