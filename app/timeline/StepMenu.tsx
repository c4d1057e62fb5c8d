/** Steps by units of meaning, forward and back, as a menu. */
import type { RunInfo } from '../../engine/index.ts';
import { useSession } from '../run/session.ts';
import { stepBy, UNITS } from '../run/steps.ts';
import { actions } from '../texts/shell.ts';
import { transport as words } from '../texts/timeline.ts';
import { Menu } from '../ui/Popover.tsx';

export function StepMenu({ info }: { info: RunInfo | null }) {
  const { engine } = useSession();
  const items = [false, true].flatMap((back) =>
    UNITS.map((u) => ({
      id: `${u.unit} ${back}`,
      label: actions.units[u.unit][back ? 'back' : 'forward'],
      detail: back ? `Shift ${u.key.toUpperCase()}` : u.key.toUpperCase(),
      onPick: () => info && void stepBy(engine, info, u.unit, back),
    })),
  );
  return <Menu label={words.stepBy} face={words.stepBy} items={items} />;
}
