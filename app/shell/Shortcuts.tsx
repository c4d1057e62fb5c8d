/** The sheet of all shortcuts: those of the page, and those of what the focus is in. */
import { Fragment } from 'react';
import { licences, palette as words } from '../texts/palette.ts';
import { Button } from '../ui/Button.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { COMMANDS, sayKeys } from './commands.ts';

interface Row {
  readonly id: string;
  readonly keys: readonly string[];
  readonly title: string;
}

const PAGE: readonly Row[] = COMMANDS.map(({ id, title, keys = [] }) => ({ id, title, keys }));

const CELLS: readonly Row[] = [
  { id: 'walk', keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'], title: words.cells.walk },
  { id: 'select', keys: ['Enter'], title: words.cells.select },
  { id: 'zoom', keys: ['+', '-'], title: words.cells.zoom },
  { id: 'whole', keys: ['0'], title: words.cells.whole },
];

const TIMELINE: readonly Row[] = [
  { id: 'range', keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'], title: words.timelineKeys.range },
  { id: 'lane', keys: ['ArrowUp', 'ArrowDown'], title: words.timelineKeys.lane },
  { id: 'pan', keys: ['Mod+ArrowLeft', 'Mod+ArrowRight'], title: words.timelineKeys.pan },
];

interface Props {
  readonly onClose: () => void;
  /** Opens the sheet of licences in its place. */
  readonly onLicences: () => void;
}

export default function Shortcuts({ onClose, onLicences }: Props) {
  return (
    <Sheet title={words.keyboard} open read onClose={onClose}>
      <Keys rows={PAGE} />
      <h3>{words.inCells}</h3>
      <Keys rows={CELLS} />
      <h3>{words.inTimeline}</h3>
      <Keys rows={TIMELINE} />
      <Button look="text" label={licences.command} onClick={onLicences} />
    </Sheet>
  );
}

function Keys({ rows }: { rows: readonly Row[] }) {
  return (
    <dl className="facts keys">
      {rows.map(({ id, keys, title }) => (
        <div key={id}>
          <dt>
            {keys.map((key, i) => (
              <Fragment key={key}>
                {i > 0 && ' / '}
                <kbd>{sayKeys(key)}</kbd>
              </Fragment>
            ))}
          </dt>
          <dd>{title}</dd>
        </div>
      ))}
    </dl>
  );
}
