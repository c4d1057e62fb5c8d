/** Calls, bytes and time so far, at the step on screen. */
import { sayBytes, sayTime } from '../../engine/index.ts';
import { useFrame } from '../run/session.ts';
import { scenario as words } from '../texts/source.ts';
import { Facts, Section } from '../ui/Section.tsx';
import { sayCount } from '../ui/say.ts';

export function Costs() {
  // Text is compared, not arrays: equal costs render nothing.
  const costs = useFrame(
    (f) =>
      f.costs
        .map(
          ([name, value, unit]) =>
            `${name}\t${unit === 'bytes' ? sayBytes(value) : unit === 'ns' ? sayTime(value) : sayCount(value)}`,
        )
        .join('\n'),
    '',
  );
  return (
    <Section title={words.costs}>
      <Facts
        rows={costs === '' ? [] : costs.split('\n').map((line) => line.split('\t') as [string, string])}
      />
    </Section>
  );
}
