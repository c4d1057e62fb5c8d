/** The scenario's question, its knobs and its faults; each takes effect when it is committed, and runs the scenario anew. */
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { findPreset, readKnob } from '../../engine/index.ts';
import { useChosen } from '../state/store.ts';
import { visited } from '../state/visited.ts';
import { presets, scenario as words } from '../texts/source.ts';
import { tracking } from '../texts/tracking.ts';
import { Button } from '../ui/Button.tsx';
import { part } from '../ui/part.tsx';
import { Section } from '../ui/Section.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { scenarioOf } from './choice.ts';
import { Faults } from './Faults.tsx';
import { KnobField } from './KnobField.tsx';
import { groupsOf } from './knobs.ts';
import PresetList from './PresetList.tsx';
import './scenario.css';
import { useTurn } from './useTurn.ts';

const BranchTree = part(() => import('./BranchTree.tsx'));
const Changes = part(() => import('./Changes.tsx'));
const Reference = part(() => import('./Reference.tsx'));
const TrackingCurves = part(() => import('../compare/TrackingCurves.tsx'));
const TOPICS = { changes: words.topicChanges, costs: words.topicCosts } as const;
type Topic = keyof typeof TOPICS;
type Opened = 'presets' | 'trackers' | Topic;

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

export default function ScenarioForm() {
  const [sheet, setSheet] = useState<Opened | null>(null);
  const close = () => setSheet(null);
  const [explained, setExplained] = useState(false);
  const [hints, askHints] = useHints();
  const turn = useTurn();
  const below = useRef<HTMLDivElement>(null);
  const choice = useChosen((s) => s.choice);
  const branched = useStore(visited, (list) => list.some((v) => Object.keys(v.choice.overrides).length > 0));
  const scenario = scenarioOf(choice);
  const preset = choice.kind === 'preset' ? findPreset(choice.preset) : null;
  if (choice.kind !== 'preset' || !scenario || !preset?.ok) return null;
  const changes = Object.keys(choice.overrides).length;
  const showBelow = () => below.current?.scrollIntoView({ block: 'nearest' });
  return (
    <>
      <div className="question">
        <h1>{preset.value.title}</h1>
        <p>{preset.value.question}</p>
        <div className="question-bar">
          <Button label={words.change} onClick={() => setSheet('presets')} />
          <Button
            look="text"
            label={words.explain}
            aria-pressed={explained}
            onClick={() => {
              askHints();
              setExplained(!explained);
            }}
          />
          <div className="question-changes" role="status">
            {changes > 0 || branched ? (
              <>
                <Button look="text" label={words.changesMade(changes)} onClick={showBelow} />
                <Button look="text" label={words.showBranches} onClick={showBelow} />
              </>
            ) : (
              <span className="muted">{words.changesMade(0)}</span>
            )}
          </div>
        </div>
        {sheet === 'presets' && (
          <Sheet title={presets.sheet} open onClose={close}>
            {/* Closed by the dialog itself, so that the focus goes back to where it came from. */}
            <PresetList onPick={(button) => button.closest('dialog')?.close()} />
          </Sheet>
        )}
      </div>
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
                hint={hints?.[knob.path]}
                explained={explained}
                onTurn={(value) => turn({ [knob.path]: value })?.message ?? null}
              />
            ))}
          </div>
          {group.knobs.some((knob) => knob.path === 'tracker') && (
            <Button look="text" label={words.trackers} onClick={() => setSheet('trackers')} />
          )}
          {group.knobs.some((knob) => knob.path === 'era') &&
            (Object.keys(TOPICS) as Topic[]).map((t) => (
              <Button look="text" label={TOPICS[t]} key={t} onClick={() => setSheet(t)} />
            ))}
        </Section>
      ))}
      {/* Below the knobs: a turned one adds lines here and leaves the field under the hand where it is. */}
      <div ref={below}>
        {changes > 0 && <Changes preset={preset.value} overrides={choice.overrides} onTurn={turn} />}
        {(changes > 0 || branched) && <BranchTree choice={choice} />}
      </div>
      {sheet === 'trackers' && (
        <Sheet title={tracking.title} open onClose={close}>
          <p className="muted">{tracking.about}</p>
          <TrackingCurves scenario={scenario} />
        </Sheet>
      )}
      {(sheet === 'changes' || sheet === 'costs') && (
        <Reference topic={sheet} costs={scenario.costs} onClose={close} />
      )}
    </>
  );
}
