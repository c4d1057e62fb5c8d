/** Forced colours: what the system paints pages with. It does not change the pixels of a canvas, so painters ask for them. */
import { onMedia } from './theme.ts';

export interface SystemColours {
  readonly background: string;
  readonly text: string;
  readonly accent: string;
}

const FORCED = '(forced-colors: active)';

let known: SystemColours | null = null;

/** Null unless the reader forces colours. The same object until that changes. */
export function systemColours(): SystemColours | null {
  if (!matchMedia(FORCED).matches) known = null;
  else if (!known) known = readColours();
  return known;
}

/** Calls `fn` when colours become forced, change or go. Returns how to stop. */
export function onSystemColours(fn: () => void): () => void {
  const changed = () => {
    known = null;
    fn();
  };
  return onMedia(changed, FORCED, '(prefers-color-scheme: light)');
}

function readColours(): SystemColours {
  const probe = document.createElement('i');
  document.body.append(probe);
  const [background, text, accent] = ['Canvas', 'CanvasText', 'Highlight'].map((name) => {
    probe.style.color = name;
    return hexOf(getComputedStyle(probe).color);
  }) as [string, string, string];
  probe.remove();
  return { background, text, accent };
}

/** `rgb(1, 2, 3)` as `#010203`. */
function hexOf(css: string): string {
  const parts = css.match(/\d+/g)?.slice(0, 3) ?? ['0', '0', '0'];
  return `#${parts.map((v) => Number(v).toString(16).padStart(2, '0')).join('')}`;
}
