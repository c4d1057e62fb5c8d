/** What the inspector tells of. */
import { type Scope, store, useChosen } from '../state/store.ts';
import { inspector as words } from '../texts/inspector.ts';

const SCOPES: readonly Scope[] = ['page', 'region', 'vma', 'actor'];

export function Scopes() {
  const scope = useChosen((s) => s.scope);
  return (
    <fieldset className="segments scopes">
      <legend className="spoken">{words.scope}</legend>
      {SCOPES.map((id) => (
        <label key={id}>
          <input
            type="radio"
            name="scope"
            checked={scope === id}
            onChange={() => store.setState({ scope: id })}
          />
          <span>{words[id]}</span>
        </label>
      ))}
    </fieldset>
  );
}
