/** Calls, bytes and time so far, at the step on screen. */
import { sayBytes, sayTime } from '../../engine/index.ts';
import { useFrame } from '../run/session.ts';
import { scenario as words } from '../texts/source.ts';
import { Facts, Section } from '../ui/Section.tsx';
import { sayCount } from '../ui/say.ts';

const NONE: readonly (readonly [string, string])[] = [];
const SAY: Readonly<Record<string, (n: number) => string>> = { bytes: sayBytes, ns: sayTime };

export function Costs() {
  const rows = useFrame(
    (f) => f.costs.map(([name, value, unit]) => [name, (SAY[unit] ?? sayCount)(value)] as const),
    NONE,
  );
  return (
    <Section title={words.costs}>
      <Facts rows={rows} />
    </Section>
  );
}
