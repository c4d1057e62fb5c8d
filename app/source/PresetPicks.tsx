/** The presets in the left panel, while the timeline on screen comes from another source. Fetched when it is looked at. */
import { presets as words } from '../texts/source.ts';
import { PresetList } from './PresetList.tsx';

export default function PresetPicks() {
  return (
    <div className="question">
      <h1>{words.title}</h1>
      <PresetList />
    </div>
  );
}
