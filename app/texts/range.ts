/** Words of the statistics of a range. */
import { sayCount as count } from '../ui/say.ts';
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    steps: (from: number, to: number) =>
      to - from === 1 ? `step ${count(to)}` : `steps ${count(from + 1)}–${count(to)}`,
    range: 'Range',
    close: 'Close the range',
    actions: { zoom: 'Zoom to it', query: 'Find its events', clear: 'Clear' },
    events: 'events',
    calls: 'system calls',
    delivered: 'over the link',
    lasts: 'lasts',
    wait: 'median vCPU wait',
    longest: 'longest vCPU wait',
    waits: (n: number, open: number) =>
      `${count(n)} ${n === 1 ? 'wait' : 'waits'}${open > 0 ? `, ${count(open)} without an end` : ''}`,
    noWait: 'none waited',
    pages: 'Pages',
    what: {
      dirtied: 'written',
      sent: 'sent',
      loaded: 'loaded',
      zapped: 'zapped',
      filled: 'faulted in',
      collapsed: 'collapsed',
    },
    byKind: 'Events by kind',
    byActor: 'Events by actor',
    byPhase: 'Time by phase',
    more: (n: number) => `${count(n)} more ${n === 1 ? 'kind' : 'kinds'}`,
    counting: 'Counting…',
  },
});
