/** Guest memory on both hosts, side by side, with the flags of its VMAs and what the colours mean. */
import { type ReactNode, useCallback, useEffect, useMemo } from 'react';
import { PMD_PAGES, type RunInfo, type Viewport } from '../../engine/index.ts';
import type { Frames } from '../run/frames.ts';
import { useFrameOf, useSession } from '../run/session.ts';
import { scenarioOf } from '../source/choice.ts';
import { clearPicked, hoverPage, pickedNow, selectPage } from '../state/actions.ts';
import { useLit } from '../state/emphasis.ts';
import { usePalette, useSystemColours } from '../state/palette.ts';
import { store, useChosen } from '../state/store.ts';
import { tracking } from '../texts/compare.ts';
import { screen as words } from '../texts/shell.ts';
import { part } from '../ui/part.tsx';
import { Terms } from '../ui/Term.tsx';
import { Field } from './Field.tsx';
import { Legend } from './Legend.tsx';
import { classesOf, coloursOf, dimmed } from './palette.ts';
import { Travels } from './travel.ts';

const TrackingCurves = part(() => import('../compare/TrackingCurves.tsx'));

const HOSTS = [
  { host: 0, title: words.source },
  { host: 1, title: words.destination },
] as const;

/** A script's address spaces. */
const FAMILY = [
  { host: 1, title: words.process },
  { host: 0, title: words.child },
] as const;

/** A recording is of the destination alone; a script of one process, and of its child if it forks; where writes are only tracked,
 *  nothing migrates. */
export function sidesOf(info: RunInfo): readonly { readonly host: 0 | 1; readonly title: string }[] {
  if (info.script) return /^\s*fork\b/m.test(info.script.text) ? FAMILY : FAMILY.slice(0, 1);
  if (info.cast === 'tracking') return HOSTS.slice(0, 1);
  return info.recording ? HOSTS.slice(1) : HOSTS;
}

export function Fields({ info }: { info: RunInfo }) {
  const { frames } = useSession();
  const choice = useChosen((s) => s.choice);
  const scenario = useMemo(() => scenarioOf(choice), [choice]);
  const travels = useMemo(() => new Travels(), []);
  useEffect(() => travels.follow(frames), [travels, frames]);
  const hosts = sidesOf(info);
  const sides = hosts.map(({ host, title }) => (
    <Side
      key={host}
      info={info}
      host={host}
      title={title}
      frames={frames}
      alone={hosts.length === 1}
      places={travels.places}
    />
  ));
  if (info.cast !== 'tracking') return sides;
  return (
    <>
      {sides}
      {scenario && (
        <section className="tracking-pane" aria-label={tracking.pane}>
          <TrackingCurves scenario={scenario} />
        </section>
      )}
    </>
  );
}

interface SideProps {
  readonly info: RunInfo;
  readonly host: 0 | 1;
  readonly title: string;
  readonly frames: Frames;
  /** No other field asks for the other host. */
  readonly alone: boolean;
  /** Where pages that are sent find their cells; without it none travels. */
  readonly places?: Travels['places'];
  /** Shown next to the title. */
  readonly note?: ReactNode;
}

/** One host's memory with its flags and the meaning of its colours. */
export function Side({ info, host, title, frames, alone, places, note }: SideProps) {
  const selected = useChosen((s) => s.page);
  const lens = useChosen((s) => s.lens);
  const picked = useChosen(pickedNow);
  const palette = usePalette();
  const forced = useSystemColours();
  const colours = useMemo(() => coloursOf(palette, forced), [palette, forced]);
  const painted = useMemo(
    () => (picked.length > 0 ? dimmed(colours, classesOf(picked)) : colours),
    [colours, picked],
  );
  const setViewport = useCallback(
    (view: Viewport) => {
      frames.setViewport(host, view);
      if (alone) frames.setViewport(host === 0 ? 1 : 0, view);
    },
    [frames, host, alone],
  );
  return (
    <section className="side" aria-label={title}>
      <div className="side-head">
        <h2>{title}</h2>
        {note}
        <VmaFlags
          frames={frames}
          host={host}
          logs={host === 0 && info.cast !== 'script' && info.cast !== 'criu'}
        />
      </div>
      <Field
        host={host}
        title={title}
        regions={Math.ceil(info.pages / PMD_PAGES)}
        source={frames}
        selected={selected}
        onHover={hoverPage}
        onSelect={selectPage}
        onViewport={setViewport}
        onNear={frames.setNear}
        onEscape={letGo}
        colours={painted}
        places={places}
      />
      {/* Both processes of a script show what a destination shows: page tables, nothing to send. */}
      <Legend
        lens={lens}
        frames={frames}
        host={host}
        like={info.script ? 1 : host}
        cast={info.cast}
        colours={colours}
        picked={picked}
      />
    </section>
  );
}

/** First the legend's filter goes, then the selection. */
function letGo(): void {
  if (pickedNow(store.getState()).length > 0) clearPicked();
  else selectPage(null);
}

const FLAGS = [
  ['hg', ''],
  ['nh', 'bad'],
  ['um', 'warn'],
] as const;

function VmaFlags({ frames, host, logs }: { frames: Frames; host: 0 | 1; logs: boolean }) {
  const flags = useFrameOf(frames, (f) => f.flags[host], '');
  const dirtyLog = useFrameOf(frames, (f) => f.state.dirtyLog, false);
  const on = flags.split(/[^a-z]+/);
  return (
    <span className="chips">
      {FLAGS.map(([flag, tone]) => (
        <Chip key={flag} id={flag} host={host} tone={on.includes(flag) ? tone : null} label={flag}>
          {on.includes(flag) ? words.set : words.notSet}
        </Chip>
      ))}
      {logs && (
        <Chip id="dirty-log" host={host} tone={dirtyLog ? 'warn' : null} label={words.dirtyLog}>
          {dirtyLog ? words.on : words.off}
        </Chip>
      )}
    </span>
  );
}

interface ChipProps {
  readonly id: string;
  readonly host: 0 | 1;
  /** Null: it is not set. */
  readonly tone: string | null;
  readonly label: string;
  /** Its state, as it is spoken. */
  readonly children: string;
}

function Chip({ id, host, tone, label, children }: ChipProps) {
  const lit = useLit(`chip:${id}`, host);
  return (
    <span className={`chip ${tone === null ? '' : `on ${tone}`} ${lit ? 'lit' : ''}`}>
      <Terms>{label}</Terms>
      <span className="spoken"> {children}</span>
    </span>
  );
}
