/** Who emits events: one lane of the timeline each. */
import { inLanguage } from '../base/language.ts';

export const ACTORS = [
  'vcpu',
  'src-migration',
  'link',
  'dst-load',
  'dst-listen',
  'dst-fault',
  'khugepaged',
  'kvm',
  'reclaim',
  'operator',
] as const;

export const VCPU = 0;
export const SRC_MIGRATION = 1;
export const LINK = 2;
export const DST_LOAD = 3;
export const DST_LISTEN = 4;
export const DST_FAULT = 5;
export const KHUGEPAGED = 6;
export const KVM = 7;
/** Memory pressure: kswapd or direct reclaim. */
export const RECLAIM = 8;
/** Whoever injects faults. */
export const OPERATOR = 9;

/** How an actor's lane is called. */
interface Label {
  readonly name: string;
  /** Name of one of its threads, where the lane is that of several. */
  readonly thread?: string;
  /** The name says on which host it runs. */
  readonly hostNamed?: true;
}

const LABELS: Readonly<Record<number, Label>> = [
  { name: 'vCPU' },
  { name: 'src migration', hostNamed: true },
  { name: 'link', hostNamed: true },
  { name: 'dst load', hostNamed: true },
  { name: 'dst listen', hostNamed: true },
  { name: 'dst fault', hostNamed: true },
  { name: 'khugepaged' },
  { name: 'KVM' },
  { name: 'reclaim' },
  { name: 'operator' },
];

/** Whose memory a run is about: a guest has vCPUs, a process threads, and the same lanes have other names. */
export type Subject = 'qemu' | 'criu' | 'tracking' | 'script';

/** The owner of the memory. */
export type Owner = 'guest' | 'process';
export const ownerOf = (subject: Subject): Owner =>
  subject === 'criu' || subject === 'script' ? 'process' : 'guest';

/** Labels by actor: those of each subject that differ, and those of all others. */
export interface ActorLabels {
  readonly all: Readonly<Record<number, Label>>;
  readonly of: Readonly<Partial<Record<Subject, Readonly<Record<number, Label>>>>>;
}

const OF_SUBJECT: ActorLabels['of'] = {
  script: { [VCPU]: { name: 'threads', thread: 'thread' }, [DST_LOAD]: { name: 'calls' } },
  criu: {
    [VCPU]: { name: 'threads', thread: 'thread' },
    [SRC_MIGRATION]: { name: 'criu dump' },
    [DST_LOAD]: { name: 'criu restore' },
    [DST_LISTEN]: { name: 'lazy-pages copies' },
    [DST_FAULT]: { name: 'lazy-pages faults' },
    [KVM]: { name: 'soft-dirty' },
  },
};

const ENGLISH: ActorLabels = { all: LABELS, of: OF_SUBJECT };

function labelOf(actor: number, subject: Subject): Label {
  const { all, of } = inLanguage('actors', ENGLISH);
  return of[subject]?.[actor] ?? all[actor] ?? { name: '' };
}

/** Name of an actor's lane. */
export const actorLabel = (actor: number, subject: Subject): string => labelOf(actor, subject).name;

/** Name of one of the actor's threads. */
export function threadLabel(actor: number, subject: Subject): string {
  const { name, thread } = labelOf(actor, subject);
  return thread ?? name;
}

/** Whether the name of the actor's lane says on which host it runs. */
export const isHostNamed = (actor: number, subject: Subject): boolean =>
  labelOf(actor, subject).hostNamed ?? false;

/** The `who` column: actor in bits 0-3, host in bit 4, vCPU number in bits 5-7. */
export function who(actor: number, host: number, cpu = 0): number {
  return actor | (host << 4) | (cpu << 5);
}
/** The same actor on another host. */
export const onHost = (w: number, host: number): number => (w & ~16) | (host << 4);
export const actorOf = (w: number): number => w & 15;
export const hostOf = (w: number): 0 | 1 => ((w >>> 4) & 1) as 0 | 1;
export const cpuOf = (w: number): number => w >>> 5;

/** Phases of a story: first those of the mail, in its order. Their places are in the log: append only. */
export const PHASES = [
  'populate',
  'precopy',
  'stop',
  'nohugepage',
  'discard',
  'listen',
  'postcopy',
  'cleanup',
  'khugepaged',
  'end',
  'paused',
  'recover',
  'cancelled',
  'completed',
  'predump',
  'dump',
  'restore',
  'arm',
  'lazy',
  'track',
] as const;
export type PhaseName = (typeof PHASES)[number];
export type PhaseLabels = Readonly<Record<PhaseName, string>>;
const PHASE_LABELS: PhaseLabels = {
  populate: 'populate',
  precopy: 'precopy pass, dirty logging',
  stop: 'stop',
  nohugepage: 'MADV_NOHUGEPAGE',
  discard: 'MADV_DONTNEED flood',
  listen: 'POSTCOPY_LISTEN',
  postcopy: 'postcopy: faults and background pages',
  cleanup: 'UFFDIO_UNREGISTER',
  khugepaged: 'khugepaged collapses',
  end: 'end',
  paused: 'postcopy paused: the network is gone',
  recover: 'postcopy recovers',
  cancelled: 'cancelled: the source goes on',
  completed: 'precopy completed',
  predump: 'pre-dump',
  dump: 'last dump',
  restore: 'restorer fills memory from the images',
  arm: 'VMAs move, UFFDIO_REGISTER',
  lazy: 'lazy pages: faults and background',
  track: 'tracking rounds',
};

/** What a phase is called. */
export const phaseLabel = (phase: PhaseName): string => inLanguage('phases', PHASE_LABELS)[phase];
