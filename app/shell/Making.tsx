/** How far the run is that the page waits for, in words. Shown only for runs that take a while: a short one is over before it fades
 *  in. What there is of a long one is on screen meanwhile (`stops`), and stays when its making is stopped. */
import { type Progress, phaseLabel } from '../../engine/index.ts';
import { progress, stopMaking } from '../run/queries.ts';
import { useSession, useWatched } from '../run/session.ts';
import { making as words } from '../texts/making.ts';
import { Button } from '../ui/Button.tsx';
import { sayPercent } from '../ui/say.ts';
import { amountOf } from './amount.ts';

export default function Making({ stops = false }: { stops?: boolean }) {
  const { queries } = useSession();
  const now = useWatched(progress);
  const part = typeof now === 'number' ? now : (now?.part ?? 0);
  return (
    <div className={`progress ${stops ? 'thin' : ''}`}>
      <progress max={1} value={part} aria-label={words.progress} />
      <span>
        {now === null
          ? words.waiting
          : typeof now === 'number'
            ? words.percent(sayPercent(wholePercent(now)))
            : sayDoing(now)}
      </span>
      {now !== null && typeof now !== 'number' && <span className="muted">{words.events(now.events)}</span>}
      {stops ? (
        <Button label={words.stop} title={words.shown} onClick={() => stopMaking.get()()} />
      ) : (
        <Button label={words.cancel} onClick={() => void queries.cancelQueries({ queryKey: ['run'] })} />
      )}
    </div>
  );
}

/** Only what is done counts as done. */
const wholePercent = (part: number): number => Math.floor(part * 100) / 100;

function sayDoing({ phase, pass, done, of }: Progress): string {
  const label = phaseLabel(phase);
  if (of === 0) return pass > 0 ? words.round(label, pass) : words.phase(label);
  return pass > 0 ? words.pass(pass, ...amountOf(done, of)) : words.pages(label, ...amountOf(done, of));
}
