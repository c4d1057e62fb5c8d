/** What the address says about a page inside another: `?embed=fields&theme=light&origin=https://example.org`. */
import { THEMES, type ThemeChoice } from '../ui/theme.ts';

export const EMBEDDED = ['fields', 'timeline', 'both'] as const;
export type Embedded = (typeof EMBEDDED)[number];

export interface EmbedOptions {
  /** What is shown above the play controls; the fields unless another is named. */
  readonly view: Embedded;
  readonly theme: ThemeChoice;
  /** The only origin whose messages are received and to which messages are sent; this page's own unless another is named. Null when what is named is none. */
  readonly origin: string | null;
}

/** Null for a page of its own: one whose address has no `embed`. */
export function embedOptions(search: string, own: string): EmbedOptions | null {
  const given = new URLSearchParams(search);
  const view = given.get('embed');
  if (view === null) return null;
  return {
    view: EMBEDDED.find((e) => e === view) ?? 'fields',
    theme: THEMES.find((t) => t === given.get('theme')) ?? 'system',
    origin: originOf(given.get('origin') ?? own),
  };
}

function originOf(text: string): string | null {
  try {
    const { origin } = new URL(text);
    return origin === 'null' ? null : origin;
  } catch {
    return null;
  }
}
