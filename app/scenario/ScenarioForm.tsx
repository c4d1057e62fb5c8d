/** The scenario's knobs; each takes effect when it is committed, and runs the scenario anew. */
import { lazy, Suspense, useState } from 'react';
import { findPreset, type KnobValue, readKnob } from '../../engine/index.ts';
import { placeOf } from '../run/phases.ts';
import { type Session, useSession } from '../run/session.ts';
import { choose, override } from '../state/actions.ts';
import { type Choice as Chosen, store, useChosen } from '../state/store.ts';
import { Choice } from '../ui/Choice.tsx';
import { Entry } from '../ui/Entry.tsx';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { Section } from '../ui/Section.tsx';
import { Tick } from '../ui/Tick.tsx';
import { GUEST_KNOBS, type Knob, scenarioOf, TRY_KNOBS, turn } from './knobs.ts';

const Reference = lazy(() => import('../reference/Reference.tsx').catch(() => ({ default: NotLoaded })));
const TOPICS = { changes: 'What changed since the mail', costs: 'Where the costs are from' } as const;
type Topic = keyof typeof TOPICS;

export function ScenarioForm() {
  const [topic, setTopic] = useState<Topic | null>(null);
  const session = useSession();
  const choice = useChosen((s) => s.choice);
  const scenario = scenarioOf(choice);
  if (choice.kind !== 'preset' || !scenario) return null;
  const preset = findPreset(choice.preset);
  const turned = Object.keys(choice.overrides).length > 0;
  return (
    <>
      {preset.ok && (
        <div className="question">
          <h1>{preset.value.title}</h1>
          <p>{preset.value.question}</p>
        </div>
      )}
      <Section title="Scenario">
        <div className="knobs">
          {GUEST_KNOBS.map((knob) => (
            <KnobField
              key={knob.path}
              knob={knob}
              value={readKnob(scenario, knob.path)}
              onTurn={(v) => turnTo(session, choice, knob.path, v)}
            />
          ))}
        </div>
        {(Object.keys(TOPICS) as Topic[]).map((t) => (
          <button key={t} type="button" className="button text" onClick={() => setTopic(t)}>
            {TOPICS[t]}
          </button>
        ))}
        {topic && (
          <Suspense>
            <Reference topic={topic} costs={scenario.costs} onClose={() => setTopic(null)} />
          </Suspense>
        )}
      </Section>
      <Section title="Try">
        <div className="tries">
          {TRY_KNOBS.map((knob) => (
            <KnobField
              key={knob.path}
              knob={knob}
              value={readKnob(scenario, knob.path)}
              onTurn={(v) => turnTo(session, choice, knob.path, v)}
            />
          ))}
          {turned && (
            <button
              type="button"
              className="button text"
              onClick={() => choose({ ...choice, overrides: {} })}
            >
              Back to the preset’s values
            </button>
          )}
        </div>
      </Section>
    </>
  );
}

function turnTo(
  session: Session,
  choice: Chosen & { kind: 'preset' },
  path: string,
  value: KnobValue,
): string | null {
  const turned = turn(choice, path, value);
  if ('code' in turned) return turned.message;
  const info = session.run.get();
  override(turned.overrides, info && placeOf(info, store.getState().step));
  return null;
}

function KnobField({
  knob,
  value,
  onTurn,
}: {
  knob: Knob;
  value: KnobValue;
  onTurn: (value: KnobValue) => string | null;
}) {
  if (knob.kind === 'tick')
    return (
      <Tick
        label={knob.label}
        checked={value === knob.on}
        onChange={(on) => onTurn(on ? knob.on : knob.off)}
      />
    );
  if (knob.kind === 'number')
    return (
      <Entry
        label={knob.label}
        value={String((value as number) / knob.factor)}
        onCommit={(text) => onTurn(text === '' ? Number.NaN : Number(text) * knob.factor)}
        {...(knob.unit === undefined ? {} : { unit: knob.unit })}
      />
    );
  // A link may bring a size that the list does not offer.
  const known = knob.options.some((o) => o.value === value);
  const options = known ? knob.options : [...knob.options, { value, label: String(value) }];
  return (
    <Choice
      label={knob.label}
      value={String(value)}
      options={options.map((o) => ({ id: String(o.value), label: o.label }))}
      onChange={(id) => {
        const picked = options.find((o) => String(o.value) === id);
        if (picked) onTurn(picked.value);
      }}
    />
  );
}
