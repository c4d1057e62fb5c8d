/** Phases as a reader is shown them. The log marks where a part of the code begins; a phase that is named after a call begins with
 *  that call, and the time before it has a name of its own. */
import { inLanguage } from '../base/language.ts';
import { PHASES, type PhaseName, phaseLabel, type Subject } from '../event/actor.ts';
import { K } from '../event/event.ts';
import type { Columns } from './columns.ts';

/** A phase as the log marks it. */
export interface PhaseMark {
  readonly name: PhaseName;
  readonly label: string;
  /** Step after its first event. */
  readonly step: number;
  readonly timeNs: number;
}

/** Names of phases: those of the log, and what it does not mark. */
export const SHOWN_PHASES = [...PHASES, 'register'] as const;
export type ShownPhaseName = (typeof SHOWN_PHASES)[number];

export interface Phase extends Omit<PhaseMark, 'name'> {
  readonly name: ShownPhaseName;
  /** The label where there is little room, and where there is less. */
  readonly short: string;
  readonly tight: string;
}

/** Labels of what the marks do not name, and short labels, by what happens in the phase. */
const WORDS = {
  labels: {
    setup: 'setup, dirty logging',
    rounds: 'precopy rounds, dirty logging',
    noNohugepage: 'no MADV_NOHUGEPAGE',
    dontneed: 'MADV_DONTNEED',
    madvisev: 'process_madvise(MADV_DONTNEED)',
    listen: 'before UFFDIO_REGISTER',
    register: 'UFFDIO_REGISTER',
    hugepageFirst: 'MADV_HUGEPAGE, UFFDIO_UNREGISTER',
    disarmed: 'cleanup, nothing is armed',
    noCollapse: 'khugepaged collapses nothing',
    registersFirst: 'restorer registers, then fills by UFFDIO_COPY',
    arm: 'VMAs move, before UFFDIO_REGISTER',
    moves: 'VMAs move to their places',
  },
  shorts: {
    populate: 'populate',
    setup: 'setup',
    precopy: 'precopy',
    rounds: 'precopy',
    stop: 'stop',
    nohugepage: 'NOHUGEPAGE',
    noNohugepage: 'no nh',
    discard: 'DONTNEED',
    dontneed: 'DONTNEED',
    madvisev: 'DONTNEED',
    listen: 'not armed',
    register: 'REGISTER',
    postcopy: 'postcopy',
    cleanup: 'UNREGISTER',
    hugepageFirst: 'UNREGISTER',
    disarmed: 'cleanup',
    khugepaged: 'khugepaged',
    noCollapse: 'khugepaged',
    end: 'end',
    paused: 'paused',
    recover: 'recover',
    cancelled: 'cancelled',
    completed: 'completed',
    predump: 'pre-dump',
    dump: 'dump',
    restore: 'restore',
    registersFirst: 'restore',
    arm: 'not armed',
    moves: 'move',
    lazy: 'lazy pages',
    track: 'tracking',
  },
  /** Of short labels that are long, what the call does. */
  tights: {
    nohugepage: 'set nh',
    listen: 'unarmed',
    arm: 'unarmed',
    register: 'arm',
    cleanup: 'disarm',
    hugepageFirst: 'disarm',
  },
} as const;
type Told = keyof typeof WORDS.shorts;
/** What a language has of these. */
export interface ShownPhaseWords {
  readonly labels: Readonly<Record<keyof typeof WORDS.labels, string>>;
  readonly shorts: Readonly<Record<Told, string>>;
  readonly tights: Readonly<Record<keyof typeof WORDS.tights, string>>;
}

/** `mark` with what it is called. */
function named<P extends Omit<Phase, 'label' | 'short' | 'tight'>>(
  phase: P,
  told: Told,
  label?: string,
): P & Phase {
  const { labels, shorts, tights } = inLanguage<ShownPhaseWords>('shownPhases', WORDS);
  const [own, least]: readonly Readonly<Partial<Record<Told, string>>>[] = [labels, tights];
  const short = shorts[told];
  return { ...phase, label: own?.[told] ?? label ?? short, short, tight: least?.[told] ?? short };
}

/** The phases of a run, from its marks and its log: at most one look at the kinds of each phase. Operations of a script are
 *  phases as they are. */
export function phasesOf(columns: Columns, marks: readonly PhaseMark[], cast: Subject): Phase[] {
  if (cast === 'script') return marks.map((mark) => ({ ...mark, short: mark.label, tight: mark.label }));
  return marks.flatMap((mark, i) => {
    const end = (marks[i + 1]?.step ?? columns.length + 1) - 1;
    const window = new Window(columns, Math.min(mark.step, end), end);
    const phase = named(mark, toldOf(mark.name, window), mark.label);
    const call = mark.name === 'listen' || mark.name === 'arm' ? window.first(K.REGISTER) : -1;
    if (call < 0) return [phase];
    return [phase, named({ name: 'register', step: call + 1, timeNs: columns.time(call) }, 'register')];
  });
}

function toldOf(name: PhaseName, events: Window): Told {
  switch (name) {
    case 'precopy':
      if (events.first(K.SEND) < 0 && events.first(K.LOAD) < 0) return 'setup';
      return events.isRepeated(K.ROUND_BEGIN) ? 'rounds' : 'precopy';
    case 'nohugepage':
      return events.first(K.NOHUGEPAGE) < 0 ? 'noNohugepage' : 'nohugepage';
    case 'discard':
      if (events.first(K.MADVISEV) >= 0) return 'madvisev';
      return events.isRepeated(K.DONTNEED) ? 'discard' : 'dontneed';
    case 'cleanup': {
      const call = events.first(K.UNREGISTER);
      const advice = events.first(K.HUGEPAGE);
      if (call < 0) return 'disarmed';
      return advice >= 0 && advice < call ? 'hugepageFirst' : 'cleanup';
    }
    case 'khugepaged':
      return events.first(K.COLLAPSE) < 0 ? 'noCollapse' : 'khugepaged';
    case 'restore':
      return events.first(K.REGISTER) < 0 ? 'restore' : 'registersFirst';
    case 'arm':
      return events.first(K.REGISTER) < 0 ? 'moves' : 'arm';
    default:
      return name;
  }
}

/** The events [from, to). */
class Window {
  constructor(
    private readonly columns: Columns,
    private readonly from: number,
    private readonly to: number,
  ) {}

  /** Number of the first event of a kind at or after `from`, -1 when there is none. */
  first(kind: number, from = this.from): number {
    for (const { chunk, base, first, last } of this.columns.spans(from, this.to)) {
      const i = chunk.kind.indexOf(kind, first);
      if (i >= 0) return i < last ? base + i : -1;
    }
    return -1;
  }

  isRepeated(kind: number): boolean {
    const once = this.first(kind);
    return once >= 0 && this.first(kind, once + 1) >= 0;
  }
}

/** Marks of the phases, found in the log. */
export function marksOf(columns: Columns): PhaseMark[] {
  const marks: PhaseMark[] = [];
  for (const { chunk, base, last } of columns.spans(0, columns.length)) {
    const { kind } = chunk;
    for (let i = kind.indexOf(K.PHASE); i >= 0 && i < last; i = kind.indexOf(K.PHASE, i + 1)) {
      const n = base + i;
      const name = PHASES[columns.arg(n)]!;
      marks.push({ name, label: phaseLabel(name), step: n + 1, timeNs: columns.time(n) });
    }
  }
  return marks;
}
