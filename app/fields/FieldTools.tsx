/** Buttons that zoom a field, and the switch that links it with the other one. */
import { setTogether } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { fields as words } from '../texts/fields.ts';
import { IconButton } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import type { FieldPainter } from './painter.ts';

interface Props {
  readonly painter: FieldPainter;
  readonly title: string;
  /** There is another field. */
  readonly pair: boolean;
}

export function FieldTools({ painter, title, pair }: Props) {
  const together = useChosen((s) => s.together);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of buttons is no form.
    <div className="field-tools" role="group" aria-label={words.tools(title)}>
      {pair && (
        <button
          type="button"
          className="button square"
          aria-label={words.link}
          title={words.link}
          aria-pressed={together}
          onClick={() => setTogether(!together)}
        >
          <Icon name="link" />
        </button>
      )}
      <IconButton icon="minus" label={words.zoomOut} onPress={painter.zoomOut} />
      <IconButton icon="plus" label={words.zoomIn} onPress={painter.zoomIn} />
      <IconButton icon="whole" label={words.showAll} onPress={painter.showAll} />
    </div>
  );
}
