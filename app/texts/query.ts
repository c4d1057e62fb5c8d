import { inLanguage } from '../../engine/index.ts';
import { sayCount as count } from '../ui/say.ts';

/** Words of queries over events, and of breaks. */
export const query = inLanguage('query', {
  breaks: 'Breakpoints',
  none: 'No breakpoints.',
  watchPage: 'Watch this page',
  watchRegion: 'Watch its region',
  onHazards: 'Break on hazards',
  previous: 'Run to previous',
  next: 'Run to next',
  everyEvent: 'every event',
  absent: 'not in this run',
  remove: (name: string) => `Remove the breakpoint on ${name}`,
  box: 'Event query',
  completions: 'Suggestions',
  title: 'Find events',
  close: 'Close the query panel',
  example: 'Example: uffd.copy host=dst page=0x1a00..0x1bff. Enter runs the query.',
  breakOn: 'Break on these events',
  clear: 'Clear',
  found: 'Events found',
  total: (events: number) => `${count(events)} ${events === 1 ? 'event' : 'events'}`,
});
