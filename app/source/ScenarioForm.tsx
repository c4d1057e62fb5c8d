/** The scenario's question, its knobs and its faults; each takes effect when it is committed, and runs the scenario anew. */
import { lazy, Suspense, useState } from 'react';
import { findPreset, readKnob } from '../../engine/index.ts';
import { useChosen } from '../state/store.ts';
import { scenario as words } from '../texts/source.ts';
import { inWordsOf } from '../ui/cast.ts';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { Section } from '../ui/Section.tsx';
import { Branches } from './Branches.tsx';
import { scenarioOf } from './choice.ts';
import { Faults } from './Faults.tsx';
import { KnobField } from './KnobField.tsx';
import { groupsOf } from './knobs.ts';
import { Trackers } from './Trackers.tsx';
import './scenario.css';
import { useTurn } from './useTurn.ts';

const Changes = lazy(() => import('./Changes.tsx').catch(() => ({ default: NotLoaded })));
const PresetSheet = lazy(() => import('./PresetSheet.tsx').catch(() => ({ default: NotLoaded })));
const Reference = lazy(() => import('./Reference.tsx').catch(() => ({ default: NotLoaded })));
const TOPICS = { changes: words.topicChanges, costs: words.topicCosts } as const;
type Topic = keyof typeof TOPICS;

type Hints = Readonly<Record<string, string>>;

/** What the knobs do, and how to ask for it: null until it was fetched, and where it could not be. */
function useHints(): readonly [hints: Hints | null, ask: () => void] {
  const [hints, setHints] = useState<Hints | null>(null);
  const ask = () => {
    if (!hints)
      void import('../texts/hints.ts').then(
        (m) => setHints(m.HINTS),
        () => {},
      );
  };
  return [hints, ask];
}

export function ScenarioForm() {
  const [picking, setPicking] = useState(false);
  const [explained, setExplained] = useState(false);
  const [hints, askHints] = useHints();
  const [topic, setTopic] = useState<Topic | null>(null);
  const turn = useTurn();
  const choice = useChosen((s) => s.choice);
  const scenario = scenarioOf(choice);
  const preset = choice.kind === 'preset' ? findPreset(choice.preset) : null;
  if (choice.kind !== 'preset' || !scenario || !preset?.ok) return null;
  return (
    <>
      <div className="question">
        <h1>{preset.value.title}</h1>
        <p>{preset.value.question}</p>
        <div className="question-bar">
          <button type="button" className="button" onClick={() => setPicking(true)}>
            {words.change}
          </button>
          <button
            type="button"
            className="button text"
            aria-pressed={explained}
            onClick={() => {
              askHints();
              setExplained(!explained);
            }}
          >
            {words.explain}
          </button>
        </div>
        {picking && (
          <Suspense>
            <PresetSheet onClose={() => setPicking(false)} />
          </Suspense>
        )}
      </div>
      {Object.keys(choice.overrides).length > 0 && (
        <Suspense>
          <Changes preset={preset.value} overrides={choice.overrides} onTurn={turn} />
        </Suspense>
      )}
      <Branches choice={choice} />
      <Faults scenario={scenario} />
      {groupsOf(scenario).map((group) => (
        <Section key={group.title} title={group.title} {...(group.folded ? { folded: true } : {})}>
          <div className="knobs" onPointerEnter={askHints}>
            {group.knobs.map((knob) => (
              <KnobField
                key={knob.path}
                knob={knob}
                value={readKnob(scenario, knob.path)}
                changed={Object.hasOwn(choice.overrides, knob.path)}
                hint={hints ? inWordsOf(scenario.system, hints[knob.path] ?? '') : undefined}
                explained={explained}
                onTurn={(value) => turn({ [knob.path]: value })?.message ?? null}
              />
            ))}
          </div>
          {group.knobs.some((knob) => knob.path === 'tracker') && <Trackers scenario={scenario} />}
          {group.knobs.some((knob) => knob.path === 'era') &&
            (Object.keys(TOPICS) as Topic[]).map((t) => (
              <button key={t} type="button" className="button text" onClick={() => setTopic(t)}>
                {TOPICS[t]}
              </button>
            ))}
        </Section>
      ))}
      {topic && (
        <Suspense>
          <Reference topic={topic} costs={scenario.costs} onClose={() => setTopic(null)} />
        </Suspense>
      )}
    </>
  );
}
