/** What the inspector describes. */
import { setScope } from '../state/actions.ts';
import { SCOPES } from '../state/fields.ts';
import { useChosen } from '../state/store.ts';
import { inspector as words } from '../texts/inspector.ts';
import { Segments } from '../ui/Segments.tsx';

const OPTIONS = SCOPES.map((id) => ({ id, label: words[id] }));

export function Scopes() {
  return (
    <Segments
      legend={words.scope}
      options={OPTIONS}
      value={useChosen((s) => s.scope)}
      onPick={setScope}
      className="scopes"
    />
  );
}
