/** The place of the faults’ editor, which is fetched when it is opened. */
import type { Scenario } from '../../engine/index.ts';
import { scenario as words } from '../texts/source.ts';
import { Loading, part } from '../ui/part.tsx';
import { Section } from '../ui/Section.tsx';

const FaultsEditor = part(() => import('./FaultsEditor.tsx'), { waiting: Loading });

export function Faults({ scenario }: { scenario: Scenario }) {
  const count = scenario.faults.split(';').filter((fault) => fault.trim() !== '').length;
  return (
    <Section
      title={
        <>
          {words.breaks}{' '}
          {count > 0 && (
            <span className="count" title={words.faults(count)}>
              {count}
            </span>
          )}
        </>
      }
      folded
      late
    >
      <FaultsEditor scenario={scenario} />
    </Section>
  );
}
