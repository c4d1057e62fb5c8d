/** Ways to add a fault: at once at the step on screen, or by a form for what, how much and when. */
import { type ReactNode, useState } from 'react';
import {
  FAULTS,
  type FaultKind,
  hex,
  injectionLabel,
  PHASES,
  type RunInfo,
  type Subject,
} from '../../engine/index.ts';
import { store, useChosen } from '../state/store.ts';
import { faults as texts } from '../texts/source.ts';
import { Button } from '../ui/Button.tsx';
import { Choice } from '../ui/Choice.tsx';
import { kindsIn } from './faultwords.ts';

interface ButtonsProps {
  readonly system: Subject;
  /** What each button adds, without its step. */
  readonly faults: readonly (readonly [fault: string, label: string])[];
  readonly onAdd: (text: string) => void;
}

/** A button per fault that means something in the system. */
export function FaultButtons({ system, faults, onAdd }: ButtonsProps) {
  const kinds: readonly string[] = kindsIn(system);
  return faults
    .filter(([fault]) => kinds.includes(fault.replace(/=.*/, '')))
    .map(([fault, label]) => (
      <Button key={fault} label={label} onClick={() => onAdd(`${fault}@#${store.getState().step}`)} />
    ));
}

interface Props {
  readonly info: RunInfo;
  readonly system: Subject;
  /** Returns why it was refused. */
  readonly onAdd: (text: string) => string | null;
}

const WHENS = [
  { id: 'step', label: texts.atStep },
  { id: 'phase', label: texts.inPhase },
  { id: 'time', label: texts.atTime },
] as const;
type When = (typeof WHENS)[number]['id'];

export function AddFault({ info, system, onAdd }: Props) {
  const kinds = kindsIn(system);
  const [picked, setKind] = useState<FaultKind>('cut');
  const kind = kinds.includes(picked) ? picked : kinds[0]!;
  const [argument, setArgument] = useState<string | null>(null);
  const [when, setWhen] = useState<When>('step');
  // What the log does not mark as a phase cannot set off a fault.
  const marked = info.phases.filter((p) => (PHASES as readonly string[]).includes(p.name));
  const phases = [...new Map(marked.map((p) => [p.name, p.label])).entries()];
  const [phase, setPhase] = useState<string>('postcopy');
  const [time, setTime] = useState('1ms');
  const [error, setError] = useState<string | null>(null);
  const step = useChosen((s) => (when === 'step' ? s.step : 0));
  const page = useChosen((s) => s.page);
  const shownPhase = phases.some(([name]) => name === phase) ? phase : (phases[0]?.[0] ?? 'populate');
  const given = argument ?? suggestion(kind, page);

  const add = () => {
    const at =
      when === 'step'
        ? `#${store.getState().step}`
        : when === 'time'
          ? time.trim()
          : `${shownPhase}+${time.trim()}`;
    setError(onAdd(`${kind}${FAULTS[kind].arg === 'none' ? '' : `=${given.trim()}`}@${at}`));
  };
  return (
    <form
      className="fault-form"
      onSubmit={(e) => {
        e.preventDefault();
        add();
      }}
    >
      <Choice
        label={texts.another}
        value={kind}
        options={kinds.map((id) => ({ id, label: `${id}: ${injectionLabel(id)}` }))}
        onChange={(id) => {
          setKind(id as FaultKind);
          setArgument(null);
          setError(null);
        }}
      />
      <p className="muted">{injectionLabel(kind)}</p>
      {FAULTS[kind].arg !== 'none' && (
        <Text label={ARGUMENTS[FAULTS[kind].arg]} value={given} onChange={setArgument} />
      )}
      <Choice
        label={texts.when}
        value={when}
        options={WHENS.map(({ id, label }) => ({ id, label: id === 'step' ? `${label}, ${step}` : label }))}
        onChange={(id) => setWhen(id as When)}
      />
      {when === 'phase' && (
        <Choice
          label={texts.phase}
          value={shownPhase}
          options={phases.map(([id, label]) => ({ id, label }))}
          onChange={setPhase}
        />
      )}
      {when !== 'step' && (
        <Text label={when === 'time' ? texts.time : texts.offset} value={time} onChange={setTime} />
      )}
      {error !== null && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      <Button label={texts.add} submit />
    </form>
  );
}

const ARGUMENTS = {
  none: '',
  time: texts.howLong,
  number: texts.howMany,
  pages: texts.pages,
} as const;

/** The argument as the form first shows it: pages are those of the selection. */
function suggestion(kind: FaultKind, page: number | null): string {
  const { arg, otherwise } = FAULTS[kind];
  if (arg === 'pages') return `${hex(page ?? 0)}+1`;
  if (arg === 'time') return `${(otherwise ?? 0) / 1e6}ms`;
  return String(otherwise ?? 0);
}

function Text({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (text: string) => void;
}): ReactNode {
  return (
    <label>
      <span className="label">{label}</span>
      <input className="input" value={value} onChange={(e) => onChange(e.target.value)} />
    </label>
  );
}
