/** The page's top line: what is shown, through which lens, and how to share it. */
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { LENS_LABELS, LENSES, PRESETS } from '../../engine/index.ts';
import { guestSummary, scenarioOf } from '../scenario/knobs.ts';
import { choose, setTheme } from '../state/actions.ts';
import { type Choice as Chosen, store, useChosen } from '../state/store.ts';
import { THEMES } from '../theme/choice.ts';
import { Keys } from '../transport/Keys.tsx';
import { Choice } from '../ui/Choice.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Facts } from '../ui/Section.tsx';
import { OpenRecording } from './OpenRecording.tsx';
import { ShareLink } from './ShareLink.tsx';

const SYSTEMS = PRESETS.map((p) => ({ id: p.id, label: p.title, detail: p.question }));

const OTHER = 'other';

/** What is shown when it is no system of ours. */
function otherSystem(choice: Chosen): string | null {
  if (choice.kind === 'preset') return null;
  if (choice.kind === 'script') return 'Script';
  return `Recording ${choice.kind === 'trace' ? choice.trace : choice.name}`;
}

export function Header() {
  const choice = useChosen((s) => s.choice);
  const lens = useChosen((s) => s.lens);
  const theme = useChosen((s) => s.theme);
  const other = otherSystem(choice);
  return (
    <header className="header">
      <p className="wordmark">
        fault<span>line</span>
      </p>
      <Choice
        label="System"
        labelled="hidden"
        value={choice.kind === 'preset' ? choice.preset : OTHER}
        options={other === null ? SYSTEMS : [...SYSTEMS, { id: OTHER, label: other }]}
        onChange={(preset) => preset !== OTHER && choose({ kind: 'preset', preset, overrides: {} })}
      />
      <GuestSummary />
      <span className="spring" />
      <Choice
        label="Lens"
        labelled="inside"
        value={lens}
        options={LENSES.map((id) => ({ id, label: LENS_LABELS[id] }))}
        onChange={(id) => store.setState({ lens: LENSES.find((l) => l === id) ?? 'migration' })}
      />
      <OpenRecording />
      <ShareLink />
      <Button
        className="button square"
        aria-label={`Theme: ${theme}`}
        onPress={() => setTheme(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system')}
      >
        <Icon name="theme" />
      </Button>
      <Keys />
    </header>
  );
}

function GuestSummary() {
  const scenario = useChosen((s) => s.choice);
  const shown = scenarioOf(scenario);
  if (!shown) return null;
  return (
    <DialogTrigger>
      <Button className="button guest">
        <span className="muted">Guest</span> {guestSummary(shown)}
        <Icon name="down" />
      </Button>
      <Popover className="popover">
        <Dialog className="dialog small" aria-label="Guest">
          <Facts
            rows={[
              ['vCPUs', String(shown.guest.vcpus)],
              ['seed', String(shown.guest.seed)],
              ['bandwidth', `${shown.wire.bandwidth / 1e6} MB/s`],
              ['latency', `${shown.wire.latency / 1000} µs`],
              ['khugepaged sleeps', `${shown.khugepaged.scanSleep / 1e9} s`],
              ['pages_to_scan', String(shown.khugepaged.pagesToScan)],
              ['max_ptes_none', String(shown.khugepaged.maxPtesNone)],
            ]}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
