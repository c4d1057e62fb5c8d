/** Where the timeline comes from: a scenario, a script or a recording. Looking at another source changes nothing on screen;
 *  what is picked or run there does. */
import { lazy, Suspense } from 'react';
import type { RunInfo } from '../../engine/index.ts';
import { showPanel } from '../state/actions.ts';
import { type Source, sourceOf } from '../state/choice.ts';
import { useChosen } from '../state/store.ts';
import { scenario as words } from '../texts/source.ts';
import { Loading } from '../ui/Loading.tsx';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { About } from './About.tsx';
import { ScenarioForm } from './ScenarioForm.tsx';

const SOURCES: readonly (readonly [source: Source, label: string])[] = [
  ['story', words.story],
  ['scenario', words.scenario],
  ['script', words.script],
  ['recording', words.recording],
];

/** The editor weighs more than all the rest of the page: it is fetched when it is looked at. */
const ScriptPanel = lazy(() => import('../script/ScriptPanel.tsx').catch(() => ({ default: NotLoaded })));
const StoryPanel = lazy(() => import('../story/StoryPanel.tsx').catch(() => ({ default: NotLoaded })));
const Recordings = lazy(() => import('./Recordings.tsx').catch(() => ({ default: NotLoaded })));
const PresetPicks = lazy(() => import('./PresetPicks.tsx').catch(() => ({ default: NotLoaded })));

/** `info` is of the newest run there was, `now` of the run of the present choice: null while it is made. */
export function Sources({ info, now }: { info: RunInfo | null; now: RunInfo | null }) {
  const panel = useChosen((s) => s.panel);
  const shown = useChosen((s) => sourceOf(s.choice));
  return (
    <>
      <fieldset className="segments">
        <legend className="spoken">{words.source}</legend>
        {SOURCES.map(([source, label]) => (
          <label key={source}>
            <input type="radio" name="source" checked={panel === source} onChange={() => showPanel(source)} />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <Suspense fallback={<Loading />}>
        {panel === 'story' ? (
          <StoryPanel info={now} />
        ) : panel === 'script' ? (
          <ScriptPanel info={info} />
        ) : panel === 'scenario' ? (
          shown === panel ? (
            <ScenarioForm />
          ) : (
            <PresetPicks />
          )
        ) : shown === panel ? (
          <About info={info} />
        ) : (
          <Recordings />
        )}
      </Suspense>
    </>
  );
}
