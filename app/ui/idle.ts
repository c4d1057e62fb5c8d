/** Counts the work that is under way: questions to the worker, fetches, requested frames, parts that load, an address that waits to be written. While there is
 *  none, `<html>` has the attribute `data-idle`; end-to-end tests wait for it. */

const root = globalThis.document?.documentElement as HTMLElement | undefined;
let open = 0;
let begun = 0;

/** Begins a piece of work; the returned function ends it, once. */
export function begin(): () => void {
  open++;
  begun++;
  if (root?.dataset.idle) delete root.dataset.idle;
  let ended = false;
  return () => {
    if (ended) return;
    ended = true;
    if (--open === 0 && root) settle(root, begun);
  };
}

/** The end of one piece of work often begins another, by way of a render and its effects: these come before two frames and
 *  a free moment have passed. */
function settle(root: HTMLElement, last: number): void {
  const free = window.requestIdleCallback ?? ((fn: () => void) => setTimeout(fn, 50));
  requestAnimationFrame(() =>
    requestAnimationFrame(() =>
      free(() => {
        if (open === 0 && begun === last) root.dataset.idle = 'true';
      }),
    ),
  );
}

/** The same promise, counted as work until it settles. */
export function during<T>(work: Promise<T>): Promise<T> {
  const end = begin();
  return work.finally(end);
}

/** Work that is switched on and off. */
export function createActivity(): (active: boolean) => void {
  let end: (() => void) | null = null;
  return (active) => {
    if (active) end ??= begin();
    else {
      end?.();
      end = null;
    }
  };
}
