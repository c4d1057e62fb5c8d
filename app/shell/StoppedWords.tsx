/** Why a run was stopped, and how far it was: two sentences, computed from the run. */
import { phaseLabel, type RunInfo, type Stopped } from '../../engine/index.ts';
import { making as words } from '../texts/making.ts';
import { amountOf } from './amount.ts';

const HOUR_NS = 3600e9;

export default function StoppedWords({ info }: { info: RunInfo }) {
  const { stopped, steps, timeNs } = info;
  if (!stopped) return null;
  const why =
    stopped.by === 'time'
      ? words.stopped.time(Math.round(timeNs / HOUR_NS))
      : words.stopped[stopped.by](steps);
  return (
    <>
      {why} {sayWhere(stopped, info)}
    </>
  );
}

function sayWhere({ phase, pass, done, of, converges }: Stopped, { script, recording }: RunInfo): string {
  if (script) return words.script(done, of);
  if (recording) return words.recording(done, of);
  const amount = amountOf(done, of);
  switch (phase) {
    case 'precopy':
      if (pass === 0) return words.inPhase(phaseLabel(phase));
      return converges === false ? words.diverges(pass, ...amount) : words.precopy(pass, ...amount);
    case 'populate':
    case 'khugepaged':
      return words[phase](...amount);
    case 'postcopy':
    case 'lazy':
      return words.postcopy(...amount);
    default:
      return pass > 0 ? words.inRound(pass) : words.inPhase(phaseLabel(phase));
  }
}
