/** What the colours of a field mean in a lens. */
import { type Cast, CELL_CLASSES, type Lens, legend } from '../../engine/index.ts';
import { inWordsOf } from '../lib/cast.ts';
import { PALETTES, PATTERNS, type PaletteName } from './palette.ts';

interface Props {
  readonly lens: Lens;
  readonly host: 0 | 1;
  readonly cast: Cast;
  readonly palette: PaletteName;
}

export function Legend({ lens, host, cast, palette }: Props) {
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
            {PATTERNS[c] && <path d={patternPath(PATTERNS[c])} fill={PALETTES[palette].background} />}
          </svg>
          {inWordsOf(cast, CELL_CLASSES[c]?.label ?? '')}
        </li>
      ))}
    </ul>
  );
}

/** The same bits that the cells show. */
function patternPath(rows: readonly number[]): string {
  const size = 10 / rows.length;
  return rows
    .flatMap((bits, y) =>
      rows.map((_, x) => ((bits >> x) & 1 ? `M${x * size} ${y * size}h${size}v${size}h${-size}z` : '')),
    )
    .join('');
}
