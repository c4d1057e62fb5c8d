/** A chain of causes, oldest first: what happened, by which function and rule; each line leads to its step. */
import type { Hazard } from '../../engine/index.ts';
import { why as words } from '../texts/why.ts';
import { RuleLinks } from '../ui/RuleLinks.tsx';
import { sayCount } from '../ui/say.ts';
import './hazards.css';

interface Props {
  readonly chain: Hazard['chain'];
  /** The step on screen, to mark its line. */
  readonly step?: number;
  readonly onGo: (step: number) => void;
}

export function Chain({ chain, step: now, onGo }: Props) {
  if (chain.length === 0) return null;
  return (
    <ol className="history hazard-chain" aria-label={words.chain}>
      {chain.map(({ step, words: what, fn, rule, by }) => (
        <li key={step} data-decision={by !== null || undefined} data-current={step === now || undefined}>
          <button
            type="button"
            className="chain-step"
            aria-label={words.goTo(step, [what, by && words.decided[by]].filter(Boolean).join(', '))}
            aria-current={step === now ? 'step' : undefined}
            onClick={() => onGo(step)}
          >
            <span className="history-step">{sayCount(step)}</span>
            <span>{what}</span>
          </button>
          {(by !== null || fn !== '' || rule !== '') && (
            <div className="chain-by muted">
              {by !== null && <b>{words.decided[by]}</b>}
              {fn !== '' && <code>{fn}</code>}
              <RuleLinks ids={rule} />
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}
