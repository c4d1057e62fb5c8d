/** Finds what went wrong in a log: one pass of all watchers over the events, with a state folded along. Any log will do: of a
 *  simulation, a script, or a recording. */
import { type Work, whole } from '../../base/work.ts';
import { actorOf, cpuOf, hostOf, type Subject } from '../../event/actor.ts';
import { K, KINDS, type KindKey } from '../../event/event.ts';
import { fold } from '../../event/fold.ts';
import { MemoryState } from '../../event/state.ts';
import { type Columns, PIECE } from '../../log/columns.ts';
import { watchBlocked, watchTwice } from './blocked.ts';
import { CATALOGUE, type HazardId } from './catalogue.ts';
import { chainOf } from './chain.ts';
import { watchEptBurst, watchRefusals, watchSlowness } from './compaction.ts';
import { watchDropped, watchFork, watchLocked } from './dropped.ts';
import { watchMarks, watchSplits } from './flags.ts';
import { Finding, type Handlers, type Hazard, type Seen, type Watch, type Watcher } from './hazard.ts';
import { watchLoss, watchMeeting } from './loss.ts';
import { watchConvergence, watchNetwork, watchRecovery } from './network.ts';
import { watchLazySplit, watchSoftDirty } from './tracking.ts';
import { watchBloat, watchFalseDirt, watchSurvivors, watchThrownAway } from './waste.ts';
import { hazardTexts } from './words.ts';

const WATCHERS: readonly ((watch: Watch) => Watcher)[] = [
  watchLoss,
  watchMeeting,
  watchThrownAway,
  watchMarks,
  watchSplits,
  watchBloat,
  watchRefusals,
  watchSlowness,
  watchFork,
  watchDropped,
  watchConvergence,
  watchNetwork,
  watchRecovery,
  watchSoftDirty,
  watchFalseDirt,
  watchLazySplit,
  watchLocked,
  watchEptBurst,
  watchBlocked,
  watchTwice,
  watchSurvivors,
];

/** A run, as far as hazards are concerned. */
export interface Checked {
  readonly cast: Subject;
  readonly recorder: { readonly columns: Columns; readonly state: MemoryState };
}

/** Finds everything that goes wrong in `run`, in the order in which it begins. */
export function* findingHazards({ cast, recorder: { columns, state: end } }: Checked): Work<Hazard[]> {
  const state = new MemoryState(end.pages);
  if (end.folios) state.trackFolios();
  const findings = new Map<HazardId, Finding>();
  const finding = (id: HazardId): Finding => {
    const found = findings.get(id) ?? new Finding(end.pages);
    findings.set(id, found);
    return found;
  };
  const watchers: Watcher[] = [];
  for (const make of WATCHERS) {
    watchers.push(make({ columns, state, cast, finding }));
    // Some have a number a page.
    yield 0;
  }
  yield* pass(columns, state, table(watchers, 'before'), table(watchers, 'after'));
  for (const w of watchers) {
    w.end?.();
    yield 1;
  }
  const texts = hazardTexts();
  const hazards: Hazard[] = [];
  for (const { id, title, remedy, fix } of CATALOGUE) {
    const f = findings.get(id);
    if (!f?.holds) continue;
    const { pages, firstPages } = f;
    hazards.push({
      id,
      title: texts[id]?.title ?? title,
      step: f.event + 1,
      pages,
      firstPages,
      chain: chainOf(columns, f),
      remedy: texts[id]?.remedy ?? remedy,
      fix,
    });
  }
  return hazards.sort((a, b) => a.step - b.step);
}

/** The same at once. */
export const findHazards = (run: Checked): Hazard[] => whole(findingHazards(run));

type Table = readonly (readonly ((e: Seen) => void)[] | undefined)[];

/** Handlers by kind; nothing for kinds that nobody looks at. */
function table(watchers: readonly Watcher[], when: 'before' | 'after'): Table {
  const out: ((e: Seen) => void)[][] = new Array(KINDS.length);
  for (const watcher of watchers) {
    const handlers: Handlers = watcher[when] ?? {};
    for (const key of Object.keys(handlers) as KindKey[]) {
      const list = out[K[key]] ?? [];
      list.push(handlers[key]!);
      out[K[key]] = list;
    }
  }
  return out;
}

function* pass(columns: Columns, state: MemoryState, before: Table, after: Table): Work<void> {
  const e: Seen = { n: 0, kind: 0, host: 0, actor: 0, cpu: 0, page: 0, arg: 0, cause: 0 };
  for (const { chunk, base, first, last } of columns.spans(0, columns.length, PIECE)) {
    for (let i = first; i < last; i++) {
      const kind = chunk.kind[i]!;
      const who = chunk.who[i]!;
      const page = chunk.page[i]!;
      const arg = chunk.arg[i]!;
      const early = before[kind];
      const late = after[kind];
      if (early || late) {
        e.n = base + i;
        e.kind = kind;
        e.host = hostOf(who);
        e.actor = actorOf(who);
        e.cpu = cpuOf(who);
        e.page = page;
        e.arg = arg;
        e.cause = chunk.cause[i]!;
      }
      if (early) for (const look of early) look(e);
      fold(state, kind, hostOf(who), page, arg);
      if (late) for (const look of late) look(e);
    }
    yield (base + last) / columns.length;
  }
}
