/** How a run ended, in a sentence. Only for its last step: before that, nobody knows. */
import { type Frame, MIB, PMD_PAGES, type RunInfo, sayBytes } from '../../engine/index.ts';
import { closing as words } from '../texts/shell.ts';

export interface Closing {
  readonly text: string;
  readonly tone: 'ok' | 'warn' | 'bad' | 'plain';
}

/** `frame` is that of the last step of the run. */
export function closingOf(info: RunInfo, { state }: Pick<Frame, 'state'>): Closing {
  const { recording, script, cast, pages } = info;
  if (script) return { text: words.script(script.done.length), tone: 'plain' };
  if (recording) {
    const off = sayBytes(Math.max(recording.worstAnonHugeKiB, recording.worstRssKiB) * 1024);
    return { text: words.recording(recording.samples.length, off), tone: 'plain' };
  }
  if (cast === 'tracking') return { text: words.tracking, tone: 'plain' };
  const { lostPages, stalePages, allHuge, aborted, flagsEqual, flagsAtEnd } = info.verdict;
  const who = cast === 'criu' ? 'process' : 'guest';
  if (aborted)
    return lostPages > 0
      ? { text: words.abortedLost[who](lostPages), tone: 'bad' }
      : { text: words.aborted[who], tone: 'warn' };
  if (lostPages > 0) return { text: words.lost[who](lostPages), tone: 'bad' };
  if (stalePages > 0) return { text: words.stale[who](stalePages), tone: 'bad' };
  if (!flagsEqual) return { text: words.flags[who](pages, flagsAtEnd), tone: 'warn' };
  const regions = Math.ceil(pages / PMD_PAGES);
  if (allHuge) return { text: words.whole(pages, regions), tone: 'ok' };
  const huge = Math.floor((state.anonHuge[1] * 1024) / (2 * MIB));
  return { text: words.partly(pages, huge, regions), tone: 'warn' };
}
