/** What stands where a part of the page could not be fetched. */
import { ui as words } from '../texts/ui.ts';
export function NotLoaded() {
  return (
    <p className="muted" role="alert">
      {words.notLoaded}
    </p>
  );
}
