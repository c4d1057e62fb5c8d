/** Stands in the place of the fields while no run was ever made: it is on its way, or there will be none. */
import { begin } from '../state/actions.ts';
import { screen as words } from '../texts/shell.ts';
import { Button } from '../ui/Button.tsx';

export function Waiting({ failed }: { failed: boolean }) {
  if (!failed) return <p className="muted starting">{words.starting}</p>;
  return (
    <div className="starting">
      <p>{words.notShown}</p>
      <Button label={words.toStart} onClick={begin} />
    </div>
  );
}
