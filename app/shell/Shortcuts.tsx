/** The sheet of all shortcuts. */
import { palette as words } from '../texts/shell.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { COMMANDS, sayKeys } from './commands.ts';

export default function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title={words.keyboard} open onClose={onClose}>
      <dl className="facts">
        {COMMANDS.map((c) => (
          <div key={c.id}>
            <dt>
              {c.keys?.map((keys, i) => (
                <span key={keys}>
                  {i > 0 && words.or}
                  <kbd>{sayKeys(keys)}</kbd>
                </span>
              ))}
            </dt>
            <dd>{c.title}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
