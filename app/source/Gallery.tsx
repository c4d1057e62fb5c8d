/** Everything to begin from, in groups of one line each: stories, systems, reports from practice, scripts, recordings, files. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PRESETS, type Preset, type Result } from '../../engine/index.ts';
import { type Example, fetchExample, listExamples } from '../run/examples.ts';
import { RunProblem, unwrap, useShipped } from '../run/queries.ts';
import { choose, reportProblems, runScript, showPanel, startStory } from '../state/actions.ts';
import { gallery as words } from '../texts/gallery.ts';
import { Button } from '../ui/Button.tsx';
import { Section } from '../ui/Section.tsx';
import { FILE_PICKER } from './OpenFile.tsx';
import './start.css';

/** Stories that stand here; their panel lists all of them. */
const FIRST = 3;

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly about?: string;
  /** Stands at the end of the line. */
  readonly aside?: string;
  readonly onPick: () => void;
}

/** A list that comes with the app, and whether it could not be fetched. */
function useList<T>(key: string, list: (signal: AbortSignal) => Promise<Result<readonly T[]>>) {
  const { data, error, isPending } = useQuery({
    queryKey: [key],
    queryFn: async ({ signal }) => unwrap(await list(signal)),
  });
  return { data: data ?? [], failed: error instanceof RunProblem, pending: isPending };
}

export default function Gallery() {
  const stories = useList('stories', async (signal) =>
    (await import('../story/library.ts')).listStories(signal),
  );
  const scripts = useList<Example>('examples', listExamples);
  const recordings = useShipped();
  // All at once: nothing moves down when the first list comes.
  if (stories.pending) return null;
  return (
    <div className="gallery">
      <Group
        title={words.stories}
        about={words.storiesAbout}
        failed={stories.failed}
        entries={stories.data.slice(0, FIRST).map((s) => ({
          id: s.id,
          title: s.title,
          about: s.summary,
          aside: words.minutes(s.minutes),
          onPick: () => startStory(s.id),
        }))}
      >
        {stories.data.length > FIRST && (
          <Button
            look="text"
            label={words.allStories(stories.data.length)}
            onClick={() => showPanel('story')}
          />
        )}
      </Group>
      <Group
        title={words.systems}
        about={words.systemsAbout}
        folded
        entries={presetsOf((p) => p.group !== 'hazard')}
      />
      <Group
        title={words.reports}
        about={words.reportsAbout}
        folded
        entries={presetsOf((p) => p.group === 'hazard')}
      />
      <Group
        title={words.scripts}
        about={words.scriptsAbout}
        folded
        failed={scripts.failed}
        entries={scripts.data.map((s) => ({ id: s.name, title: s.title, onPick: () => void run(s) }))}
      />
      <Group
        title={words.recordings}
        about={words.recordingsAbout}
        folded
        failed={recordings.error !== null}
        entries={(recordings.data ?? []).map((r) => ({
          id: r.name,
          title: r.title,
          onPick: () => choose({ kind: 'trace', trace: r.name }),
        }))}
      >
        <Button
          look="text"
          label={words.open}
          onClick={() => document.getElementById(FILE_PICKER)?.click()}
        />
      </Group>
    </div>
  );
}

const presetsOf = (wanted: (preset: Preset) => boolean): Entry[] =>
  PRESETS.filter(wanted).map((p) => ({
    id: p.id,
    title: p.title,
    about: p.question,
    onPick: () => choose({ kind: 'preset', preset: p.id, overrides: {} }),
  }));

async function run(example: Example): Promise<void> {
  const text = await fetchExample(example);
  if (text.ok) await runScript(text.value);
  else reportProblems(text.problem);
}

interface GroupProps {
  readonly title: string;
  readonly about: string;
  readonly entries: readonly Entry[];
  readonly folded?: boolean;
  readonly failed?: boolean;
  readonly children?: ReactNode;
}

function Group({ title, about, entries, folded = false, failed = false, children }: GroupProps) {
  return (
    <Section title={title} folded={folded}>
      <p className="muted">{about}</p>
      {failed && <p className="warn">{words.missing}</p>}
      <ul className="gallery-list">
        {entries.map((e) => (
          <li key={e.id}>
            <button type="button" className="gallery-entry" onClick={e.onPick}>
              <span className="gallery-title">
                {e.title}
                {e.aside && <span className="muted gallery-aside">{e.aside}</span>}
              </span>
              {e.about && <span className="muted">{e.about}</span>}
            </button>
          </li>
        ))}
      </ul>
      {children}
    </Section>
  );
}
