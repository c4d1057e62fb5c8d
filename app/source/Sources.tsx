/** Where to begin, and where the timeline comes from: a story, a scenario, a script or a recording. Looking at another source changes nothing on screen;
 *  what is picked or run there does. */
import type { RunInfo } from '../../engine/index.ts';
import { showPanel } from '../state/actions.ts';
import { type LeftPanel, sourceOf } from '../state/choice.ts';
import { useChosen } from '../state/store.ts';
import { presets, scenario as words } from '../texts/source.ts';
import { Loading, part } from '../ui/part.tsx';
import { Segments } from '../ui/Segments.tsx';
import { Start } from './Start.tsx';

const PANELS: readonly { readonly id: LeftPanel; readonly label: string }[] = [
  { id: 'start', label: words.start },
  { id: 'story', label: words.story },
  { id: 'scenario', label: words.scenario },
  { id: 'script', label: words.script },
  { id: 'recording', label: words.recording },
];

/** Each is fetched when it is first looked at; the editor weighs more than all the rest of the page. */
const ScenarioForm = part(() => import('./ScenarioForm.tsx'), { waiting: Loading });
const PresetList = part(() => import('./PresetList.tsx'), { waiting: Loading });
const About = part(() => import('./About.tsx'), { waiting: Loading });
const LogsPanel = part(() => import('../logs/LogsPanel.tsx'), { waiting: Loading });
const Recordings = part(() => import('./Recordings.tsx'), { waiting: Loading });
const ScriptPanel = part(() => import('../script/ScriptPanel.tsx'), { waiting: Loading });
const StoryPanel = part(() => import('../story/StoryPanel.tsx'), { waiting: Loading });

/** `info` is of the newest run there was, `now` of the run of the present choice: null while it is made. */
export function Sources({ info, now }: { info: RunInfo | null; now: RunInfo | null }) {
  const panel = useChosen((s) => s.panel);
  const shown = useChosen((s) => sourceOf(s.choice));
  return (
    <>
      <Segments legend={words.source} options={PANELS} value={panel} onPick={showPanel} />
      {panel === 'start' ? (
        <Start info={now} />
      ) : panel === 'story' ? (
        <StoryPanel info={now} />
      ) : panel === 'script' ? (
        <ScriptPanel info={info} />
      ) : panel === 'scenario' ? (
        shown === panel ? (
          <ScenarioForm />
        ) : (
          <div className="question">
            <h1>{presets.title}</h1>
            <PresetList />
          </div>
        )
      ) : (
        <RecordingPanel info={info} shown={shown === panel} />
      )}
    </>
  );
}

/** What the reader's logs say, what the recording on screen is, or which ones there are. */
function RecordingPanel({ info, shown }: { info: RunInfo | null; shown: boolean }) {
  const logs = useChosen((s) => s.logs);
  if (logs) return <LogsPanel key={logs.opened} logs={logs} />;
  return shown ? <About info={info} /> : <Recordings />;
}
