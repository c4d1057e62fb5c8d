/** The page's Trusted Types: of all that can become code, only scripts of its own origin, by their address. There is no way
 *  to make markup or code from text: the browser refuses both. Browsers without Trusted Types are held by script-src. */

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string | null }): unknown;
}

/** Called before any worker is made. */
export function trustOwnScripts(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
  trustedTypes?.createPolicy('default', {
    createScriptURL: (url) => (new URL(url, location.href).origin === location.origin ? url : null),
  });
}
