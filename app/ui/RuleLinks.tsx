/** The rules that a text names by their ids: pressing one shows what it says and where that is written. An id that nobody
 *  explains is not shown. */
import { useId } from 'react';
import { rules as words } from '../texts/ui.ts';
import { idsIn, type Rule, useRules } from './rules.ts';
import './rules.css';

export function RuleLinks({ ids }: { ids: string }) {
  const rules = useRules();
  const known = idsIn(ids).flatMap((id) => rules.get(id) ?? []);
  return known.map((rule) => <RuleLink key={rule.id} rule={rule} />);
}

function RuleLink({ rule: { id, words: says, source, url } }: { rule: Rule }) {
  const box = useId();
  return (
    <span className="rule-link">
      <button type="button" className="rule" aria-label={words.open(id)} popoverTarget={box}>
        {id}
      </button>
      <dialog popover="auto" className="rule-box" id={box} aria-label={words.title(id)}>
        <p className="rule-id">{words.title(id)}</p>
        <p>{says}</p>
        <p className="rule-source">
          <span className="muted">{words.source}</span>{' '}
          {url === undefined ? (
            source
          ) : (
            <a href={url} target="_blank" rel="noreferrer">
              {source}
            </a>
          )}
        </p>
        <button type="button" className="button" popoverTarget={box} popoverTargetAction="hide">
          {words.close}
        </button>
      </dialog>
    </span>
  );
}
