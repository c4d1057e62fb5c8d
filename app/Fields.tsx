/** Guest memory on both hosts, side by side, with the flags of its VMAs and what the colours mean. */
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { PMD_PAGES, type RunInfo, type Viewport } from '../engine/index.ts';
import { Field } from './grid/Field.tsx';
import { Legend } from './grid/Legend.tsx';
import { classesOf, coloursOf, dimmed } from './grid/palette.ts';
import { Travels } from './grid/travel.ts';
import { prefersReducedMotion } from './lib/motion.ts';
import { useFrame, useSession } from './run/session.ts';
import { scenarioOf } from './scenario/choice.ts';
import { clearPicked, pickedNow } from './state/actions.ts';
import { store, useChosen } from './state/store.ts';
import type { Palette } from './theme/choice.ts';
import { useSystemColours } from './theme/usePalette.ts';
import { NotLoaded } from './ui/NotLoaded.tsx';

const TrackingPane = lazy(() => import('./tracking/TrackingPane.tsx').catch(() => ({ default: NotLoaded })));

const HOSTS = [
  { host: 0, title: 'Source' },
  { host: 1, title: 'Destination' },
] as const;

/** A script's address spaces. */
const FAMILY = [
  { host: 1, title: 'Process' },
  { host: 0, title: 'Child' },
] as const;

/** A recording is of the destination alone; a script of one process, and of its child if it forks; where writes are only tracked,
 *  nothing migrates. */
export function sidesOf(info: RunInfo): readonly { readonly host: 0 | 1; readonly title: string }[] {
  if (info.script) return /^\s*fork\b/m.test(info.script.text) ? FAMILY : FAMILY.slice(0, 1);
  if (info.cast === 'tracking') return HOSTS.slice(0, 1);
  return info.recording ? HOSTS.slice(1) : HOSTS;
}

export function Fields({ info, palette }: { info: RunInfo | null; palette: Palette }) {
  const { frames } = useSession();
  const selected = useChosen((s) => s.page);
  const choice = useChosen((s) => s.choice);
  const scenario = useMemo(() => scenarioOf(choice), [choice]);
  const lens = useChosen((s) => s.lens);
  const picked = useChosen(pickedNow);
  const reducedMotion = useMemo(prefersReducedMotion, []);
  const forced = useSystemColours();
  const colours = useMemo(() => coloursOf(palette, forced), [palette, forced]);
  const painted = useMemo(
    () => (picked.length > 0 ? dimmed(colours, classesOf(picked)) : colours),
    [colours, picked],
  );
  const travels = useMemo(() => new Travels(), []);
  useEffect(() => (reducedMotion ? undefined : travels.follow(frames)), [travels, frames, reducedMotion]);
  // One field then asks for both hosts.
  const single = info !== null && sidesOf(info).length === 1;
  const hear = useMemo(
    () =>
      [
        (view: Viewport) => {
          frames.setViewport(0, view);
          if (single) frames.setViewport(1, view);
        },
        (view: Viewport) => {
          if (single) frames.setViewport(0, view);
          frames.setViewport(1, view);
        },
      ] as const,
    [frames, single],
  );
  if (!info) return <p className="muted starting">Starting the engine…</p>;
  const sides = sidesOf(info).map(({ host, title }) => (
    <section className="side" key={host} aria-label={title}>
      <div className="side-head">
        <h2>{title}</h2>
        <Flags host={host} logs={host === 0 && info.cast !== 'script' && info.cast !== 'criu'} />
      </div>
      <Field
        host={host}
        title={title}
        regions={Math.ceil(info.pages / PMD_PAGES)}
        source={frames}
        selected={selected}
        onHover={hover}
        onSelect={select}
        onViewport={hear[host]}
        onNear={frames.setNear}
        onEscape={letGo}
        colours={painted}
        places={travels.places}
        reducedMotion={reducedMotion}
      />
      {/* Both processes of a script show what a destination shows: page tables, nothing to send. */}
      <Legend
        lens={lens}
        host={host}
        like={info.script ? 1 : host}
        cast={info.cast}
        colours={colours}
        picked={picked}
      />
    </section>
  ));
  if (info.cast !== 'tracking') return sides;
  return (
    <>
      {sides}
      <Suspense>{scenario && <TrackingPane scenario={scenario} />}</Suspense>
    </>
  );
}

const hover = (page: number | null) => store.setState({ hover: page });
const select = (page: number | null) => store.setState({ page });

/** First the legend's filter goes, then the kept page. */
function letGo(): void {
  if (pickedNow(store.getState()).length > 0) clearPicked();
  else select(null);
}

const FLAGS = [
  ['hg', 'VM_HUGEPAGE: huge pages wanted', ''],
  ['nh', 'VM_NOHUGEPAGE: huge pages forbidden', 'bad'],
  ['um', 'VM_UFFD_MISSING: missing pages go to userfaultfd', 'warn'],
] as const;

function Flags({ host, logs }: { host: 0 | 1; logs: boolean }) {
  const flags = useFrame((f) => f.flags[host], '');
  const dirtyLog = useFrame((f) => f.state.dirtyLog, false);
  const on = flags.split(/[^a-z]+/);
  return (
    <span className="chips">
      {FLAGS.map(([flag, meaning, tone]) => (
        <span key={flag} className={on.includes(flag) ? `chip on ${tone}` : 'chip'} title={meaning}>
          {flag}
          <span className="spoken">{on.includes(flag) ? ' set' : ' not set'}</span>
        </span>
      ))}
      {logs && (
        <span
          className={dirtyLog ? 'chip on warn' : 'chip'}
          title="KVM logs dirty pages, with 4 KB EPT entries"
        >
          dirty-log 4K<span className="spoken">{dirtyLog ? ' on' : ' off'}</span>
        </span>
      )}
    </span>
  );
}
