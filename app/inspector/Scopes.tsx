/** What the inspector tells of. */

import { setScope } from '../state/actions.ts';
import { SCOPES } from '../state/fields.ts';
import { useChosen } from '../state/store.ts';
import { inspector as words } from '../texts/inspector.ts';

export function Scopes() {
  const scope = useChosen((s) => s.scope);
  return (
    <fieldset className="segments scopes">
      <legend className="spoken">{words.scope}</legend>
      {SCOPES.map((id) => (
        <label key={id}>
          <input type="radio" name="scope" checked={scope === id} onChange={() => setScope(id)} />
          <span>{words[id]}</span>
        </label>
      ))}
    </fieldset>
  );
}
