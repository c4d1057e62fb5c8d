/** What an export says of the run that it is of, beside what the engine knows. */
export interface About {
  /** Name of what was run, as a reader knows it. */
  readonly title: string;
  /** Address that shows the run again; null when it has none, as for a file that only the reader's machine has. */
  readonly link: string | null;
}

/** The link to another step of the same run. */
export function linkAt(link: string, step: number): string {
  const hash = link.indexOf('#');
  const before = hash < 0 ? link : link.slice(0, hash);
  const fields = hash < 0 ? '' : link.slice(hash + 1);
  const at = `s=${step}`;
  const moved = /(^|&)s=[^&]*/.test(fields)
    ? fields.replace(/(^|&)s=[^&]*/, `$1${at}`)
    : `${fields}${fields === '' ? '' : '&'}${at}`;
  return `${before}#${moved}`;
}
