/** The entry: loads the page in parts, each evaluated in a task of its own, so that none blocks the browser for long. */
import './ui/theme.css';
import './ui/widgets.css';
import './ui/layout.css';
import { loadLanguage } from './ui/language.ts';

trustOwnScripts();
try {
  await loadLanguage();
  await import('react-dom/client');
  await import('./start.tsx');
} catch (error) {
  const said = document.getElementById('not-loaded')!;
  said.hidden = false;
  said.onclick = () => location.reload();
  throw error;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string | null }): unknown;
}

/** The page's Trusted Types: of all that can become code, only scripts of its own origin, by their address. There is no way
 *  to make markup or code from text: the browser refuses both. Browsers without Trusted Types are held by script-src. */
function trustOwnScripts(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
  trustedTypes?.createPolicy('default', {
    createScriptURL: (url) => (new URL(url, location.href).origin === location.origin ? url : null),
  });
}
