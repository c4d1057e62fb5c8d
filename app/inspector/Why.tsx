/** Below what the inspector says of a page: its surroundings, the questions that have an answer, and the answer. Fetched with the
 *  first page looked at. */
import { bitName, type Offer, ownerOf, type RunInfo } from '../../engine/index.ts';
import { sidesOf } from '../fields/Fields.tsx';
import { useFrame } from '../run/session.ts';
import type { Scope } from '../state/fields.ts';
import { useChosen } from '../state/store.ts';
import { why as words } from '../texts/why.ts';
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
      {scope !== 'actor' && page !== null && (
        <Offers info={info} page={page} scope={scope} offers={context?.offers ?? null} />
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

interface OffersProps {
  readonly info: RunInfo;
  readonly page: number;
  readonly scope: Scope;
  /** Null until the engine has said which there are. */
  readonly offers: readonly Offer[] | null;
}

/** Questions that have an answer here. A page always has one, so that their place stays. */
function Offers({ info, page, scope, offers }: OffersProps) {
  const ask = useAskWhy();
  const there = useFrame((f) => f.inspect?.dst.bits.includes(bitName(0, 1)) ?? false, false);
  if (scope === 'vma') return null;
  const asked = (offers ?? []).filter((offer) => scope === 'page' || offer.id === 'not-collapsed');
  return (
    <ul className="why-offers" aria-label={words.asks} data-scope={scope}>
      {asked.map(({ id, host }) => (
        <li key={`${id} ${host}`}>
          <Button
            look="outlined"
            label={id === 'waits' ? words.waits[ownerOf(info.cast)] : words[id]}
            onClick={() => ask(page, host, id)}
          />
        </li>
      ))}
      {offers && asked.length === 0 && scope === 'page' && (
        <li>
          <Button
            look="outlined"
            label={there ? words.present : words['not-present']}
            onClick={() => ask(page, 1, 'bit-0')}
          />
        </li>
      )}
    </ul>
  );
}
