/** What the inspector describes. */
import { type Scope, store, useChosen } from '../state/store.ts';
import { inspector as words } from '../texts/inspector.ts';
import { Segments } from '../ui/Segments.tsx';

const SCOPES = (['page', 'region', 'vma', 'actor'] as const).map((id) => ({ id, label: words[id] }));

export function Scopes() {
  return (
    <Segments<Scope>
      legend={words.scope}
      options={SCOPES}
      value={useChosen((s) => s.scope)}
      onPick={(scope) => store.setState({ scope })}
      className="scopes"
    />
  );
}
