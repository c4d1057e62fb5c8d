let query: MediaQueryList | undefined;

/** Whether the reader asks the system for less motion, now. */
export function prefersReducedMotion(): boolean {
  query ??= matchMedia('(prefers-reduced-motion: reduce)');
  return query.matches;
}
