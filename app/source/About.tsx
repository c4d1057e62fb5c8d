/** What a recording or a timeline file is, where the scenario's knobs would be. */
import { PAGE_BYTES, type RunInfo, SEMANTICS, sayBytes, sayTime } from '../../engine/index.ts';
import { openLink } from '../link/sync.ts';
import { useShipped } from '../run/queries.ts';
import { useChosen } from '../state/store.ts';
import { scenario as texts, saved as words } from '../texts/source.ts';
import { Button } from '../ui/Button.tsx';
import { Facts } from '../ui/Section.tsx';
import { sayCount } from '../ui/say.ts';

export default function About({ info }: { info: RunInfo | null }) {
  const choice = useChosen((s) => s.choice);
  const shipped = useShipped();
  if (choice.kind === 'timeline') return info?.opened ? <Saved info={info} opened={info.opened} /> : null;
  if (choice.kind !== 'trace' && choice.kind !== 'file') return null;
  // The run on screen may still be another one, and stays when the file is refused.
  if (!info?.recording) return null;
  const name = choice.kind === 'trace' ? choice.trace : choice.name;
  const title = choice.kind === 'trace' ? shipped.data?.find((s) => s.name === name)?.title : undefined;
  return (
    <div className="question">
      <h1>{title ?? texts.untitled}</h1>
      <p>{texts.aboutRecording}</p>
      <Facts
        rows={[
          [words.recording, info.recording.name],
          [words.memory, sayBytes(info.pages * PAGE_BYTES)],
          [words.duration, sayTime(info.timeNs)],
          [words.events, sayCount(info.steps)],
        ]}
      />
    </div>
  );
}

/** A run from a file: its log is shown as it was saved, whatever the engine would do today. */
function Saved({ info, opened }: { info: RunInfo; opened: NonNullable<RunInfo['opened']> }) {
  const at = opened.link?.indexOf('#') ?? -1;
  return (
    <div className="question">
      <h1>{opened.title}</h1>
      <p>{words.saved[opened.kind]}</p>
      <Facts
        rows={[
          [words.file, opened.name],
          [words.memory, sayBytes(info.pages * PAGE_BYTES)],
          [words.duration, sayTime(info.timeNs)],
          [words.events, sayCount(info.steps)],
          [words.digest, <code key="digest">{info.digest}</code>],
          [words.semantics, words.ofToday(opened.semantics, SEMANTICS)],
        ]}
      />
      {opened.link !== null && at >= 0 && (
        <Button look="outlined" label={words.again} onClick={() => openLink(opened.link!.slice(at))} />
      )}
    </div>
  );
}
