/** One knob, as the widget that its kind asks for. */
import type { KnobValue } from '../../engine/index.ts';
import { Choice } from '../ui/Choice.tsx';
import { Entry } from '../ui/Entry.tsx';
import { Tick } from '../ui/Tick.tsx';
import { type Knob, readNumber, sayOther, sayRange } from './knobs.ts';

interface Props {
  readonly knob: Knob;
  readonly value: KnobValue;
  /** It has not the preset's value. */
  readonly changed: boolean;
  /** What it does: on hover, or below it when `explained`. */
  readonly hint: string | undefined;
  readonly explained: boolean;
  /** Returns why the value was refused. */
  readonly onTurn: (value: KnobValue) => string | null;
}

export function KnobField({ knob, value, changed, hint, explained, onTurn }: Props) {
  const wide = knob.kind === 'tick' || (knob.kind === 'choice' && knob.wide === true);
  return (
    <div
      className="knob"
      data-knob={knob.path}
      data-wide={wide || explained || undefined}
      data-half={(explained && !wide) || undefined}
      data-changed={changed || undefined}
      title={hint}
    >
      <Widget knob={knob} value={value} onTurn={onTurn} />
      {explained && <p className="knob-hint muted">{hint}</p>}
    </div>
  );
}

function Widget({ knob, value, onTurn }: Pick<Props, 'knob' | 'value' | 'onTurn'>) {
  if (knob.kind === 'tick') return <Tick label={knob.label} checked={value === true} onChange={onTurn} />;
  if (knob.kind === 'number')
    return (
      <Entry
        label={knob.label}
        value={String((value as number) / knob.factor)}
        note={sayRange(knob)}
        onCommit={(text) => {
          const read = readNumber(knob, text);
          return typeof read === 'string' ? read : onTurn(read);
        }}
        {...(knob.unit === '' ? {} : { unit: knob.unit })}
      />
    );
  const known = knob.options.some(([v]) => v === value);
  const options = known ? knob.options : [...knob.options, [value, sayOther(knob, value)] as const];
  return (
    <Choice
      label={knob.label}
      value={String(value)}
      options={options.map(([v, label]) => ({ id: String(v), label }))}
      onChange={(id) => {
        const picked = options.find(([v]) => String(v) === id);
        if (picked) onTurn(picked[0]);
      }}
    />
  );
}
