/** What a story step or the pointer speaks of: parts of the screen that are lit, so that a reader sees what is meant. A target is
 *  a text, so that it can be written in a story:
 *
 *  | Target | What is lit |
 *  | --- | --- |
 *  | `chip:hg`, `chip:nh`, `chip:um`, `chip:dirty-log` | a flag's badge above a field |
 *  | `legend:stale` | an entry of the legend and its cells, by the id of CELL_CLASSES |
 *  | `lane:khugepaged`, `lane:flags` | a lane of the timeline: an actor by its name in ACTORS, or the flags of the VMAs |
 *  | `curve:rss` | a curve of the timeline, by the name that the timeline gives it |
 *  | `phase:listen` | a phase on the timeline, by its name |
 *  | `page`, `page:0x1a47` | the selected page, or one by its number |
 *  | `region:13` | a tile: 2 MiB of guest memory |
 *
 *  `@src` or `@dst` behind a target means one host; without it both are meant. The store holds what the story speaks of
 *  (`emphasis`, set by `emphasize`) apart from what the pointer is on (`pointed`, set by `pointAt`). */
import type { Chosen } from './fields.ts';
import { useChosen } from './store.ts';

/** What a target looks like; for the schemas of what holds one. */
export const TARGET =
  /^(?:chip:(?:hg|nh|um|dirty-log)|legend:[a-z0-9]+|lane:[a-z-]+|curve:[a-z-]+|phase:[a-z]+|page(?::0x[0-9a-f]{1,8})?|region:\d{1,5})(?:@(?:src|dst))?$/;

/** Whether `target`, written without a host, is lit on `host`; without `host`, on any. */
export function isLit(
  { emphasis, pointed }: Pick<Chosen, 'emphasis' | 'pointed'>,
  target: string,
  host?: 0 | 1,
): boolean {
  const means = (lit: string): boolean =>
    lit === target || (host !== 1 && lit === `${target}@src`) || (host !== 0 && lit === `${target}@dst`);
  return (pointed !== null && means(pointed)) || emphasis.some(means);
}

/** `isLit` of the state now; the component renders again when it changes. */
export const useLit = (target: string, host?: 0 | 1): boolean => useChosen((s) => isLit(s, target, host));

const NONE: readonly string[] = [];

/** What is behind `kind` in each lit target of that kind: of `legend`, the ids of classes; of `region`, numbers as texts. A new
 *  array for each call. */
export function litOf(
  { emphasis, pointed }: Pick<Chosen, 'emphasis' | 'pointed'>,
  kind: 'legend' | 'page' | 'region',
  host: 0 | 1,
): readonly string[] {
  if (emphasis.length === 0 && pointed === null) return NONE;
  const elsewhere = host === 0 ? '@dst' : '@src';
  return [...emphasis, ...(pointed === null ? [] : [pointed])].flatMap((target) => {
    const [name, what = ''] = target.replace(/@(?:src|dst)$/, '').split(':');
    return name === kind && !target.endsWith(elsewhere) ? [what] : [];
  });
}
