import { inLanguage } from '../../engine/index.ts';
import { sayCount as count } from '../ui/say.ts';

/** Words of queries over events, and of breaks. */
export const query = inLanguage('query', {
  breaks: 'Breaks',
  none: 'Playing stops at none.',
  watchPage: 'Watch this page',
  watchRegion: 'Watch its region',
  onHazards: 'Break on hazards',
  previous: 'Run to previous',
  next: 'Run to next',
  everyEvent: 'every event',
  absent: 'not in this run',
  remove: (name: string) => `Remove the break on ${name}`,
  box: 'Query over events',
  completions: 'What may stand here',
  title: 'Events by query',
  close: 'Close the query panel',
  example: 'Enter runs it: uffd.copy host=dst page=0x1a00..0x1bff',
  breakOn: 'Break on these',
  clear: 'Clear',
  found: 'Events found',
  total: (events: number) => `${count(events)} ${events === 1 ? 'event' : 'events'}`,
});
