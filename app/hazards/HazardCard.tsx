/** One hazard: where it begins, the chain of its causes, and its remedy. */
import type { Hazard } from '../../engine/index.ts';
import { sayCount, sayPage } from '../lib/say.ts';
import { seek } from '../state/actions.ts';
import { store } from '../state/store.ts';

export function HazardCard({ hazard, onFix }: { hazard: Hazard; onFix: (() => void) | null }) {
  const { id, title, step, pages, firstPages, chain, remedy } = hazard;
  const goTo = (at: number) => {
    seek(at);
    const [page] = firstPages;
    if (page !== undefined) store.setState({ page, hover: null });
  };
  return (
    <li className="hazard">
      <h3>
        <code>{id}</code> {title}
      </h3>
      <p className="muted">
        {pages > 0 && `${sayCount(pages)} ${pages === 1 ? 'page' : 'pages'}, first `}
        {pages > 0 && firstPages[0] !== undefined && <code>{sayPage(firstPages[0])}</code>}{' '}
        <button type="button" className="button text" onClick={() => goTo(step)}>
          {pages > 0 ? 'at step' : 'first at step'} {sayCount(step)}
        </button>
      </p>
      {chain.length > 0 && (
        <details>
          <summary>
            How it came about, in {chain.length} {chain.length === 1 ? 'step' : 'steps'}
          </summary>
          <ol className="hazard-chain">
            {chain.map((link) => (
              <li key={link.step}>
                <button
                  type="button"
                  title={[link.fn, link.rule].filter(Boolean).join(' · ')}
                  aria-label={`Go to step ${link.step}: ${link.words}`}
                  onClick={() => goTo(link.step)}
                >
                  <span className="history-step">{sayCount(link.step)}</span>
                  <span>
                    {link.words}
                    {link.fn !== '' && <code className="muted">{link.fn}</code>}
                  </span>
                </button>
              </li>
            ))}
          </ol>
        </details>
      )}
      <p className="hazard-remedy">
        <span className="muted">Remedy</span> {remedy}
      </p>
      {onFix && (
        <button type="button" className="button" onClick={onFix}>
          Apply the fix
        </button>
      )}
    </li>
  );
}
