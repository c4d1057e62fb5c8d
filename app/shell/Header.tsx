/** The page's top line: what is shown, through which lens, and how to share it. */
import { LENSES, lensLabel, ownerOf, PRESETS } from '../../engine/index.ts';
import { ShareByHand, ShareLink } from '../link/ShareLink.tsx';
import { lensesOf, scenarioOf, titleOf } from '../source/choice.ts';
import { guestSummary } from '../source/knobs.ts';
import { OpenFile } from '../source/OpenFile.tsx';
import { choose, openSheet, setLens, setTheme, showPanel, toggleCompare } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { header as words } from '../texts/shell.ts';
import { Button } from '../ui/Button.tsx';
import { Choice } from '../ui/Choice.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Language } from '../ui/Language.tsx';
import { Menu, Popover } from '../ui/Popover.tsx';
import { part } from '../ui/part.tsx';
import { Facts } from '../ui/Section.tsx';
import { THEMES } from '../ui/theme.ts';
import { COMPACT, useMedia } from '../ui/useMedia.ts';
import { Keys } from './Keys.tsx';

const ExportSheet = part(() => import('../export/ExportSheet.tsx'), { missing: () => null });

export function Header() {
  const choice = useChosen((s) => s.choice);
  const lens = useChosen((s) => s.lens);
  const theme = useChosen((s) => s.theme);
  const exporting = useChosen((s) => s.sheet === 'export');
  const comparing = useChosen((s) => s.versus !== null);
  const compact = useMedia(COMPACT);
  const tools = (
    <>
      <Choice
        label={words.lens}
        labelled="inside"
        value={lens}
        options={lensesOf(choice, lens).map((id) => ({ id, label: lensLabel(id) }))}
        onChange={(id) => setLens(LENSES.find((l) => l === id) ?? 'migration')}
      />
      <OpenFile />
      <Button label={words.compare} aria-pressed={comparing} title="C" onClick={toggleCompare} />
      <Button title="E" label={words.export} aria-haspopup="dialog" onClick={() => openSheet('export')} />
      <ShareLink />
      <Button
        look="square"
        aria-label={words.theme(theme)}
        onClick={() => setTheme(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system')}
      >
        <Icon name="theme" />
      </Button>
      <Language />
    </>
  );
  return (
    <header className="header">
      <button type="button" className="wordmark" title={words.home} onClick={() => showPanel('start')}>
        fault<span>line</span>
      </button>
      <Menu
        label={words.systems}
        face={
          <>
            <span className="spoken">{words.system} </span>
            <span className="cut">{titleOf(choice)}</span>
          </>
        }
        className="system"
        items={PRESETS.map((p) => ({
          id: p.id,
          label: p.title,
          detail: p.question,
          current: choice.kind === 'preset' && choice.preset === p.id,
          onPick: () => choose({ kind: 'preset', preset: p.id, overrides: {} }),
        }))}
      />
      <GuestSummary />
      <span className="spring" />
      {compact ? (
        <Popover label={words.more} face={words.more} className="more">
          <div className="header-more">{tools}</div>
        </Popover>
      ) : (
        tools
      )}
      {/* Outside of the menu, which closes when they open. */}
      {exporting && <ExportSheet />}
      <ShareByHand />
      <Keys />
    </header>
  );
}

function GuestSummary() {
  const scenario = useChosen((s) => s.choice);
  const shown = scenarioOf(scenario);
  if (!shown) return null;
  return (
    <Popover
      label={words.guest}
      className="guest"
      face={
        <>
          <span className="muted">{words.owner[ownerOf(shown.system)]}</span>{' '}
          <span className="guest-figures">{guestSummary(shown)}</span>
        </>
      }
    >
      <div className="dialog small">
        <Facts
          rows={[
            [words.threads[ownerOf(shown.system)], String(shown.guest.vcpus)],
            [words.seed, String(shown.guest.seed)],
            [words.bandwidth, `${shown.wire.bandwidth / 1e6} MB/s`],
            [words.latency, `${shown.wire.latency / 1000} µs`],
            [words.sleeps, `${shown.khugepaged.scanSleep / 1e9} s`],
            ['pages_to_scan', String(shown.khugepaged.pagesToScan)],
            ['max_ptes_none', String(shown.khugepaged.maxPtesNone)],
          ]}
        />
      </div>
    </Popover>
  );
}
