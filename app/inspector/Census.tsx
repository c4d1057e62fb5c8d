/** How many pages there are of each kind: a bar of their shares, and the numbers. */
import { classLabel, type RegionSide, type RunInfo } from '../../engine/index.ts';
import { PALETTES } from '../fields/palette.ts';
import { usePalette } from '../state/palette.ts';
import { sayCount } from '../ui/say.ts';

interface Props {
  readonly info: RunInfo;
  readonly census: RegionSide['census'];
  readonly label: string;
}

export function Census({ info, census, label }: Props) {
  const { classes } = PALETTES[usePalette()];
  const all = census.reduce((sum, [, n]) => sum + n, 0);
  if (all === 0) return null;
  return (
    <div className="census">
      <div className="census-bar" aria-hidden="true">
        {census.map(([c, n]) => (
          <span key={c} style={{ flexGrow: n, background: classes[c] }} />
        ))}
      </div>
      <ul aria-label={label}>
        {census.map(([c, n]) => (
          <li key={c}>
            <span className="swatch" style={{ background: classes[c] }} aria-hidden="true" />
            {classLabel(c, info.cast)} <b>{sayCount(n)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}
