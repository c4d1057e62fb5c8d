/** Settings that this browser keeps. One without storage, as in some private windows, keeps them as long as the page. */

export function kept(name: string): string | null {
  try {
    return localStorage.getItem(`faultline.${name}`);
  } catch {
    return null;
  }
}

/** Null forgets. */
export function keep(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`faultline.${name}`);
    else localStorage.setItem(`faultline.${name}`, value);
  } catch {
    // Storage is closed to us.
  }
}
