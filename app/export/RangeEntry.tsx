/** Whole numbers of exports, and the steps that one is of. */
import type { RunInfo } from '../../engine/index.ts';
import { useChosen } from '../state/store.ts';
import { exports as words } from '../texts/export.ts';
import type { Span } from '../timeline/scale.ts';
import { Button } from '../ui/Button.tsx';
import { Entry } from '../ui/Entry.tsx';

interface WholeProps {
  readonly label: string;
  readonly unit?: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly onCommit: (n: number) => void;
}

/** An entry of a whole number between two others. */
export function WholeEntry({ value, least, most, onCommit, ...look }: WholeProps) {
  return (
    <Entry
      {...look}
      value={String(value)}
      onCommit={(text) => {
        const n = Number(text.replaceAll(/[,\s]/g, ''));
        if (text === '' || !Number.isInteger(n) || n < least || n > most)
          return words.expectedNumber(least, most, text);
        onCommit(n);
        return null;
      }}
    />
  );
}

interface Props {
  readonly info: RunInfo;
  readonly range: Span;
  readonly onRange: (range: Span) => void;
}

export function RangeEntry({ info: { steps }, range, onRange }: Props) {
  const view = useChosen((s) => s.view);
  const quick = (label: string, to: Span) => (
    <Button
      look="text"
      label={label}
      disabled={range.from === to.from && range.to === to.to}
      onClick={() => onRange(to)}
    />
  );
  const entry = (label: string, value: number, rangeOf: (n: number) => Span) => (
    <WholeEntry label={label} value={value} least={0} most={steps} onCommit={(n) => onRange(rangeOf(n))} />
  );
  return (
    <div className="export-row">
      {entry(words.from, range.from, (from) => ({ from, to: Math.max(from, range.to) }))}
      {entry(words.to, range.to, (to) => ({ from: Math.min(range.from, to), to }))}
      <div className="export-quick">
        {quick(words.wholeRun, { from: 0, to: steps })}
        {view && quick(words.inView, { from: view.from, to: Math.min(view.to, steps) })}
      </div>
    </div>
  );
}
