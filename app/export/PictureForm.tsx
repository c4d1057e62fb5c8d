/** A picture of the step on screen: what it shows, its size and its colours. */
import type { RunInfo } from '../../engine/index.ts';
import { useSession } from '../run/session.ts';
import { exports as words } from '../texts/export.ts';
import { Button } from '../ui/Button.tsx';
import { Choice } from '../ui/Choice.tsx';
import type { Job } from './job.tsx';
import { WholeEntry } from './RangeEntry.tsx';
import { makePicture } from './run.ts';
import { type PictureChoice, SIDE, whyNotSize } from './setting.ts';
import { PARTS } from './studio/scene.ts';

const SCALES = [1, 2, 3] as const;
const THEMES = ['screen', 'light', 'dark'] as const;

interface Props {
  readonly picture: PictureChoice;
  readonly onPicture: (picture: PictureChoice) => void;
}

export function PictureForm({ info, job, picture, onPicture }: Props & { info: RunInfo; job: Job }) {
  const session = useSession();
  const why = whyNotSize(picture);
  const start = (format: 'png' | 'svg') =>
    job.start((watch) => makePicture(session, info, picture, format, watch));
  return (
    <>
      <p className="muted">{words.help.picture}</p>
      <div className="export-row">
        <Look picture={picture} onPicture={onPicture} />
      </div>
      <div className="export-row">
        <Size picture={picture} onPicture={onPicture} />
        <Choice
          label={words.scale}
          value={String(picture.scale)}
          options={SCALES.map((n) => ({ id: String(n), label: `${n}×` }))}
          onChange={(scale) => onPicture({ ...picture, scale: Number(scale) })}
        />
      </div>
      <Estimate why={why}>
        {words.pixels(picture.width * picture.scale, picture.height * picture.scale)}
      </Estimate>
      <div className="export-row">
        <Button look="primary" label={words.saves.png} disabled={why !== null} onClick={() => start('png')} />
        <Button
          look="outlined"
          label={words.saves.svg}
          disabled={why !== null}
          onClick={() => start('svg')}
        />
      </div>
    </>
  );
}

/** What it shows, and in which colours. */
export function Look({ picture, onPicture }: Props) {
  return (
    <>
      <Choice
        label={words.part}
        value={picture.part}
        options={PARTS.map((id) => ({ id, label: words.parts[id] }))}
        onChange={(id) => onPicture({ ...picture, part: PARTS.find((p) => p === id) ?? 'both' })}
      />
      <Choice
        label={words.theme}
        value={picture.palette ?? 'screen'}
        options={THEMES.map((id) => ({ id, label: words.themes[id] }))}
        onChange={(id) => onPicture({ ...picture, palette: id === 'light' || id === 'dark' ? id : null })}
      />
    </>
  );
}

export function Size({ picture, onPicture }: Props) {
  return (['width', 'height'] as const).map((side) => (
    <WholeEntry
      key={side}
      label={words[side]}
      unit="px"
      value={picture[side]}
      {...SIDE}
      onCommit={(n) => onPicture({ ...picture, [side]: n })}
    />
  ));
}

/** What the file will be, or why it cannot. */
export function Estimate({ why, children }: { why: string | null; children: string }) {
  return (
    <p className={why === null ? 'muted' : 'field-error'} role="status">
      {why ?? children}
    </p>
  );
}
