/** A run that was stopped before its end: what is shown is all there is of it, unless the reader goes on. */
import type { RunInfo } from '../../engine/index.ts';
import { making as words } from '../texts/making.ts';
import { Button } from '../ui/Button.tsx';
import { Banner } from '../ui/Problem.tsx';
import StoppedWords from './StoppedWords.tsx';

export default function Stopped({ info, onGoOn }: { info: RunInfo; onGoOn: () => void }) {
  const { stopped } = info;
  if (!stopped) return null;
  const { by, canGoOn } = stopped;
  return (
    <Banner tone="warn" role="status">
      <p className="banner-message" data-code="stopped">
        <StoppedWords info={info} />
      </p>
      {canGoOn ? (
        <>
          {by !== 'reader' && <p className="muted">{words.goesOn}</p>}
          <Button label={words.goOn} onClick={onGoOn} />
        </>
      ) : (
        (by === 'time' || by === 'memory') && (
          <p className="muted">{by === 'time' ? words.noTime : words.noMemory}</p>
        )
      )}
    </Banner>
  );
}
