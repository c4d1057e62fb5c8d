import { ui as words } from '../texts/ui.ts';

/** Stands where a part of the page is still being fetched. */
export const Loading = () => <p className="muted">{words.loading}</p>;
