/** Guest memory on both hosts, side by side, with the flags of its VMAs and what the colours mean. */
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import { PMD_PAGES, type RunInfo, type Viewport } from '../../engine/index.ts';
import type { Frames } from '../run/frames.ts';
import { useFrameOf, useSession } from '../run/session.ts';
import { scenarioOf } from '../source/choice.ts';
import { clearPicked, hoverPage, pickedNow, selectPage } from '../state/actions.ts';
import { litOf, useLit } from '../state/emphasis.ts';
import { usePalette, useSystemColours } from '../state/palette.ts';
import { store, useChosen } from '../state/store.ts';
import { fields as texts } from '../texts/fields.ts';
import { screen as words } from '../texts/shell.ts';
import { tracking } from '../texts/tracking.ts';
import { part } from '../ui/part.tsx';
import { Terms } from '../ui/Term.tsx';
import { prefersReducedMotion } from '../ui/theme.ts';
import { Field } from './Field.tsx';
import { FieldTools } from './FieldTools.tsx';
import { Legend } from './Legend.tsx';
import { FieldPainter, type LitParts } from './painter.ts';
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
      pair={hosts.length > 1}
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
  /** Another field is on screen, with which this one can be linked. */
  readonly pair: boolean;
  /** Where pages that are sent find their cells; without it none travels. */
  readonly places?: Travels['places'];
  /** Shown next to the title. */
  readonly note?: ReactNode;
}

/** One host's memory with its flags and the meaning of its colours. */
export function Side({ info, host, title, frames, alone, pair, places, note }: SideProps) {
  const painter = useMemo(() => new FieldPainter(), []);
  const selected = useChosen((s) => s.page);
  const lens = useChosen((s) => s.lens);
  const picked = useChosen(pickedNow);
  const together = useChosen((s) => s.together);
  const palette = usePalette();
  const forced = useSystemColours();
  const colours = useMemo(() => coloursOf(palette, forced), [palette, forced]);
  const emphasis = useChosen((s) => s.emphasis);
  const pointed = useChosen((s) => s.pointed);
  const lit = useMemo(
    () => litOn({ emphasis, pointed }, selected, host),
    [emphasis, pointed, selected, host],
  );
  const painted = useMemo(() => {
    if (picked.length > 0) return dimmed(colours, classesOf(picked));
    const classes = litOf({ emphasis, pointed }, 'legend', host);
    return classes.length > 0 ? dimmed(colours, classesOf(classes), LIT_DIM) : colours;
  }, [colours, picked, emphasis, pointed, host]);
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
        {/* Fields that zoom together need one set of buttons. */}
        {(!pair || !together || host === 1) && <FieldTools painter={painter} title={title} pair={pair} />}
      </div>
      <Field
        painter={painter}
        host={host}
        title={title}
        process={info.cast === 'criu'}
        regions={Math.ceil(info.pages / PMD_PAGES)}
        source={frames}
        selected={selected}
        onHover={hoverPage}
        onSelect={selectPage}
        onViewport={setViewport}
        onNear={frames.setNear}
        onEscape={letGo}
        colours={painted}
        lit={lit}
        linked={together && pair}
        places={places}
      />
      <Legend
        lens={lens}
        frames={frames}
        info={info}
        title={title}
        host={host}
        colours={colours}
        picked={picked}
      />
    </section>
  );
}

/** How far other classes fade while some are lit: less than those of a filter. */
const LIT_DIM = 0.6;

function litOn(now: Parameters<typeof litOf>[0], selected: number | null, host: 0 | 1): LitParts {
  const pages = litOf(now, 'page', host).map((text) => (text === '' ? selected : Number(text)));
  return {
    pages: pages.filter((page) => page !== null),
    regions: litOf(now, 'region', host).map(Number),
  };
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

/** The flags of guest memory as badges: not set, set, or set in some of its VMAs. */
function VmaFlags({ frames, host, logs }: { frames: Frames; host: 0 | 1; logs: boolean }) {
  const vmas = useFrameOf(frames, (f) => f.vmas[host].map((vma) => vma.flags), []);
  const dirtyLog = useFrameOf(frames, (f) => f.state.dirtyLog, false);
  const all = vmas.length;
  return (
    <span className="chips">
      {FLAGS.map(([flag, tone]) => {
        const of = vmas.filter((flags) => flags.split(/[^a-z]+/).includes(flag)).length;
        const name = texts.flags[flag];
        return (
          <Chip key={flag} id={flag} host={host} tone={of > 0 ? tone : null} some={of < all} label={flag}>
            {of === 0
              ? texts.flagNotSet(name)
              : of === all
                ? texts.flagSet(name)
                : texts.flagSome(name, of, all)}
          </Chip>
        );
      })}
      {logs && (
        <Chip id="dirty-log" host={host} tone={dirtyLog ? 'warn' : null} some={false} label={texts.dirtyLog}>
          {dirtyLog ? texts.logOn(texts.flags['dirty-log']) : texts.logOff(texts.flags['dirty-log'])}
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
  /** It is set for a part of the memory. */
  readonly some: boolean;
  readonly label: string;
  /** Its full name and state, as it is spoken. */
  readonly children: string;
}

/** How long a badge shows that its flag has changed, ms. */
const CHANGE = 900;

function Chip({ id, host, tone, some, label, children }: ChipProps) {
  const lit = useLit(`chip:${id}`, host);
  const badge = useRef<HTMLSpanElement>(null);
  const before = useRef(children);
  useEffect(() => {
    if (before.current === children) return;
    before.current = children;
    if (prefersReducedMotion()) return;
    badge.current?.animate([{ boxShadow: '0 0 0 0 currentcolor' }, { boxShadow: '0 0 0 8px transparent' }], {
      duration: CHANGE,
      easing: 'ease-out',
    });
  }, [children]);
  const look = tone === null ? 'chip' : `chip on ${tone} ${some ? 'some' : ''}`;
  return (
    <span ref={badge} className={lit ? `${look} lit` : look} title={children}>
      <Terms>{label}</Terms>
      <span className="spoken"> {children}</span>
    </span>
  );
}
