export const SOURCES: readonly string[];
/** Whether dist/ is complete and newer than everything it is made of. */
export function isBuilt(): boolean;
/** Builds dist/ and remembers when; returns the exit status. */
export function build(): number;
/** Builds in a folder that has the sources; returns the exit status. */
export function buildIn(
  folder: string,
  options?: { readonly env?: Readonly<Record<string, string>>; readonly quiet?: boolean },
): number;
