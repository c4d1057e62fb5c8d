/** Calls, bytes and time so far, at the step on screen. */
import { type RunInfo, sayBytes, sayTime } from '../../engine/index.ts';
import { useFrame, useSession, useWatched } from '../run/session.ts';
import { COSTS, scenario as words } from '../texts/source.ts';
import { Facts, Section } from '../ui/Section.tsx';
import { sayCount } from '../ui/say.ts';

const NONE: readonly (readonly [string, string])[] = [];
const SAY: Readonly<Record<string, (n: number) => string>> = { bytes: sayBytes, ns: sayTime };

export function Costs() {
  const info = useWatched(useSession().run);
  const rows = useFrame(
    (f) =>
      f.costs.flatMap(([name, value, unit]) => {
        const known = info && sending(name, info);
        return known === 'absent'
          ? []
          : [
              [
                COSTS[name] ?? name,
                known === 'unknown' ? words.notRecorded : (SAY[unit] ?? sayCount)(value),
              ] as const,
            ];
      }),
    NONE,
  );
  return (
    <Section title={words.costs}>
      <Facts rows={rows} />
    </Section>
  );
}

/** What a run knows of what is sent: a recording is of the destination, CRIU and a tracker send no pages one by one, and a
 *  script sends nothing. */
function sending(name: string, { recording, script, cast }: RunInfo): 'known' | 'unknown' | 'absent' {
  const pages = name === 'pages sent';
  if (!pages && name !== 'bytes arrived') return 'known';
  if (recording) return 'unknown';
  if (script || cast === 'tracking') return 'absent';
  return pages && cast === 'criu' ? 'absent' : 'known';
}
