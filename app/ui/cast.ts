/** Whose memory it is, in words: a process has threads where a guest has vCPUs. */
import type { Subject } from '../../engine/index.ts';

const PROCESS: Readonly<Record<string, string>> = {
  guest: 'process',
  Guest: 'Process',
  vCPU: 'thread',
  vCPUs: 'threads',
};

/** A text about a guest, as it reads for the memory of `cast`. */
export function inWordsOf(cast: Subject, text: string): string {
  return cast === 'criu' ? text.replace(/\b(guest|Guest|vCPUs?)\b/g, (word) => PROCESS[word] ?? word) : text;
}
