/** What the colours of a field mean in a lens. */
import { CELL_CLASSES, type Lens, legend } from '../../engine/index.ts';
import { PALETTES, PATTERNED, type PaletteName } from './palette.ts';

export function Legend({ lens, host, palette }: { lens: Lens; host: 0 | 1; palette: PaletteName }) {
  return (
    <ul className="legend" aria-label="Legend">
      {legend(lens, host).map((c) => (
        <li key={c}>
          <svg viewBox="0 0 10 10" aria-hidden="true">
            <rect
              width="10"
              height="10"
              rx="2"
              fill={PALETTES[palette].classes[c]}
              className={CELL_CLASSES[c]?.id === 'hole' ? 'outlined' : ''}
            />
            {PATTERNED[c] && <circle cx="5" cy="5" r="2" fill={PALETTES[palette].background} />}
          </svg>
          {CELL_CLASSES[c]?.label}
        </li>
      ))}
    </ul>
  );
}
