/** Below what the inspector says of a page: its surroundings, the questions that have an answer, and the answer. Fetched with the
 *  first page looked at. */
import { type Offer, ownerOf, type RunInfo } from '../../engine/index.ts';
import { sidesOf } from '../fields/Fields.tsx';
import type { Scope } from '../state/fields.ts';
import { useChosen } from '../state/store.ts';
import { why as words } from '../texts/inspector.ts';
import { Button } from '../ui/Button.tsx';
import { ActorView } from './ActorView.tsx';
import { AnswerView } from './AnswerView.tsx';
import { useAskWhy } from './Ask.tsx';
import { RegionView, VmaView } from './ContextViews.tsx';
import { usePageContext } from './usePageContext.ts';
import './why.css';

interface Props {
  readonly info: RunInfo;
  /** The page looked at; null when there is none. */
  readonly page: number | null;
  readonly scope: Scope;
}

export default function Why({ info, page, scope }: Props) {
  const actor = useChosen((s) => s.actor);
  const context = usePageContext(info, page, scope, actor);
  const asked = useChosen((s) => s.asked);
  const hosts = sidesOf(info).map(({ host }) => host);
  // The selected page's answer stays while the pointer looks at others.
  const selected = useChosen((s) => s.page);
  const isAnswered =
    asked !== null &&
    asked.run === info.run &&
    asked.page === selected &&
    (scope !== 'actor' || asked.question === 'waits');
  return (
    <>
      {context?.regions && page !== null && (
        <RegionView info={info} page={page} sides={context.regions} hosts={hosts} />
      )}
      {context?.vmas && page !== null && (
        <VmaView info={info} page={page} sides={context.vmas} hosts={hosts} />
      )}
      {scope === 'actor' && <ActorView info={info} facts={context?.actor ?? null} />}
      {scope !== 'actor' && page !== null && context && (
        <Offers info={info} page={page} offers={offersOf(context.offers, scope)} />
      )}
      {isAnswered && (
        <AnswerView
          key={`${asked.step} ${asked.page} ${asked.host} ${asked.question}`}
          info={info}
          asked={asked}
        />
      )}
    </>
  );
}

/** Of a region, whether it was collapsed; of a VMA nothing but its flags. */
function offersOf(offers: readonly Offer[], scope: Scope): readonly Offer[] {
  if (scope === 'page') return offers;
  return scope === 'region' ? offers.filter((o) => o.id === 'not-collapsed') : [];
}

function Offers({ info, page, offers }: { info: RunInfo; page: number; offers: readonly Offer[] }) {
  const ask = useAskWhy();
  if (offers.length === 0) return null;
  return (
    <ul className="why-offers" aria-label={words.asks}>
      {offers.map(({ id, host }) => (
        <li key={`${id} ${host}`}>
          <Button
            label={id === 'waits' ? words.waits[ownerOf(info.cast)] : words[id]}
            onClick={() => ask(page, host, id)}
          />
        </li>
      ))}
    </ul>
  );
}
