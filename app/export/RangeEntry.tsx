/** The steps that an export is of. */
import type { RunInfo } from '../../engine/index.ts';
import { useChosen } from '../state/store.ts';
import { exports as words } from '../texts/export.ts';
import type { Span } from '../timeline/scale.ts';
import { Button } from '../ui/Button.tsx';
import { Entry } from '../ui/Entry.tsx';
import { numberOf, whyNoNumber } from './PictureForm.tsx';

interface Props {
  readonly info: RunInfo;
  readonly range: Span;
  readonly onRange: (range: Span) => void;
}

export function RangeEntry({ info, range, onRange }: Props) {
  const view = useChosen((s) => s.view);
  const { steps } = info;
  const quick = (label: string, to: Span) => (
    <Button
      look="text"
      label={label}
      disabled={range.from === to.from && range.to === to.to}
      onClick={() => onRange(to)}
    />
  );
  return (
    <div className="export-row">
      <Entry
        label={words.from}
        value={String(range.from)}
        onCommit={(text) => {
          const why = whyNoNumber(text, 0, steps);
          const from = numberOf(text);
          if (why === null) onRange({ from, to: Math.max(from, range.to) });
          return why;
        }}
      />
      <Entry
        label={words.to}
        value={String(range.to)}
        onCommit={(text) => {
          const why = whyNoNumber(text, 0, steps);
          const to = numberOf(text);
          if (why === null) onRange({ from: Math.min(range.from, to), to });
          return why;
        }}
      />
      <div className="export-quick">
        {quick(words.wholeRun, { from: 0, to: steps })}
        {view && quick(words.inView, { from: view.from, to: Math.min(view.to, steps) })}
      </div>
    </div>
  );
}
