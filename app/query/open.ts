/** Opens the query panel, and where the focus goes as it opens and closes. */
import { setQuerying } from '../state/actions.ts';

export const QUERY_INPUT = 'query-input';
export const QUERY_OPENER = 'query-opener';

export function openQuery(): void {
  setQuerying(true);
  // Not there yet when it opens for the first time: it then takes the focus itself.
  document.getElementById(QUERY_INPUT)?.focus();
}

export function closeQuery(): void {
  setQuerying(false);
  document.getElementById(QUERY_OPENER)?.focus();
}
