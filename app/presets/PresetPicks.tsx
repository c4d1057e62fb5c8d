/** The presets in the left panel, while the timeline on screen comes from another source. Fetched when it is looked at. */
import { PresetList } from './PresetList.tsx';

export default function PresetPicks() {
  return (
    <div className="question">
      <h1>Run a scenario</h1>
      <PresetList />
    </div>
  );
}
