/** Who emits events: one lane of the timeline each. */
export const ACTORS = [
  'vcpu',
  'src-migration',
  'link',
  'dst-load',
  'dst-listen',
  'dst-fault',
  'khugepaged',
  'kvm',
] as const;

export const VCPU = 0;
export const SRC_MIGRATION = 1;
export const LINK = 2;
export const DST_LOAD = 3;
export const DST_LISTEN = 4;
export const DST_FAULT = 5;
export const KHUGEPAGED = 6;
export const KVM = 7;

const ACTOR_LABELS: readonly string[] = [
  'vCPU',
  'src migration',
  'link',
  'dst load',
  'dst listen',
  'dst fault',
  'khugepaged',
  'KVM',
];

/** What the actors of a script are called. */
const SCRIPT_LABELS: Readonly<Record<number, string>> = { [VCPU]: 'threads', [DST_LOAD]: 'calls' };

/** Name of an actor's lane; a script's have names of their own. */
export const actorLabel = (actor: number, script: boolean): string =>
  (script ? SCRIPT_LABELS[actor] : undefined) ?? ACTOR_LABELS[actor] ?? '';

/** The `who` column: actor in bits 0-3, host in bit 4, vCPU number in bits 5-7. */
export function who(actor: number, host: number, cpu = 0): number {
  return actor | (host << 4) | (cpu << 5);
}
/** The same actor on another host. */
export const onHost = (w: number, host: number): number => (w & ~16) | (host << 4);
export const actorOf = (w: number): number => w & 15;
export const hostOf = (w: number): 0 | 1 => ((w >>> 4) & 1) as 0 | 1;
export const cpuOf = (w: number): number => w >>> 5;

/** Phases of a migration, in the order the mail tells them. */
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
] as const;
export type PhaseName = (typeof PHASES)[number];
export const PHASE_LABELS: Readonly<Record<PhaseName, string>> = {
  populate: 'populate',
  precopy: 'precopy pass, dirty logging',
  stop: 'stop',
  nohugepage: 'MADV_NOHUGEPAGE',
  discard: 'MADV_DONTNEED flood',
  listen: 'UFFDIO_REGISTER',
  postcopy: 'postcopy: faults and background pages',
  cleanup: 'UFFDIO_UNREGISTER',
  khugepaged: 'khugepaged collapses',
  end: 'end',
};
