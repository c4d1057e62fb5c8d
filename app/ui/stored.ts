/** Settings that this browser stores. One without storage, as in some private windows, forgets them with the page. */

export function stored(name: string): string | null {
  try {
    return localStorage.getItem(`faultline.${name}`);
  } catch {
    return null;
  }
}

/** Null forgets. */
export function setStored(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`faultline.${name}`);
    else localStorage.setItem(`faultline.${name}`, value);
  } catch {
    // Storage is closed to us.
  }
}
