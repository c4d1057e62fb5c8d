/** The sheet of all that leaves the page: pictures, films, data and text of the run on screen. Fetched when it is opened. */
import { useState } from 'react';
import type { RunInfo } from '../../engine/index.ts';
import { useSession, useWatched } from '../run/session.ts';
import { closeSheet } from '../state/actions.ts';
import { store } from '../state/store.ts';
import { exports as words } from '../texts/export.ts';
import { Segments } from '../ui/Segments.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { DataForm, TextForm } from './DataForm.tsx';
import './export.css';
import type { Span } from '../timeline/scale.ts';
import { FilmForm } from './FilmForm.tsx';
import { JobLine, useJob } from './job.tsx';
import { PictureForm } from './PictureForm.tsx';
import type { PictureChoice } from './setting.ts';

const GROUPS = ['picture', 'film', 'data', 'text'] as const;
type Group = (typeof GROUPS)[number];
const OPTIONS = GROUPS.map((id) => ({ id, label: words.groups[id] }));

export default function ExportSheet() {
  const { run } = useSession();
  const info = useWatched(run);
  return (
    <Sheet title={words.title} open onClose={closeSheet} className="export">
      {info ? <Groups key={info.run} info={info} /> : <p className="muted">{words.noRun}</p>}
    </Sheet>
  );
}

/** What the reader chose of pictures and films stays for the next time. */
let lastChosen: { group: Group; picture: PictureChoice } = {
  group: 'picture',
  picture: { part: 'both', width: 1280, height: 720, scale: 2, palette: null },
};

function Groups({ info }: { info: RunInfo }) {
  const job = useJob();
  const [group, setGroup] = useState(lastChosen.group);
  const [picture, setPicture] = useState(lastChosen.picture);
  const [range, setRange] = useState<Span>(() => {
    const { view } = store.getState();
    return view ? { from: view.from, to: Math.min(view.to, info.steps) } : { from: 0, to: info.steps };
  });
  lastChosen = { group, picture };
  const common = { info, job, range, onRange: setRange };
  return (
    <>
      <Segments legend={words.group} options={OPTIONS} value={group} onPick={setGroup} />
      {/* One job at a time: what would begin another waits. */}
      <fieldset className="export-form" disabled={job.state.is === 'busy'} aria-label={words.groups[group]}>
        {group === 'picture' && (
          <PictureForm info={info} job={job} picture={picture} onPicture={setPicture} />
        )}
        {group === 'film' && <FilmForm {...common} picture={picture} onPicture={setPicture} />}
        {group === 'data' && <DataForm {...common} />}
        {group === 'text' && <TextForm {...common} />}
      </fieldset>
      <JobLine job={job} />
    </>
  );
}
