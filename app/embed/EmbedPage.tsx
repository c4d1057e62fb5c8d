/** The page inside another: one view, its play controls, and the way to the whole of it. */
import { useEffect } from 'react';
import { Events } from '../Events.tsx';
import { Fields } from '../Fields.tsx';
import { Notices } from '../Notices.tsx';
import { linkOf } from '../permalink/sync.ts';
import { useSession } from '../run/session.ts';
import { useScreen } from '../screen.ts';
import { store, useChosen } from '../state/store.ts';
import { words as texts } from '../texts/embed.ts';
import { Transport } from '../transport/Transport.tsx';
import { speak } from './api.ts';
import type { EmbedOptions } from './options.ts';
import './embed.css';

const ONE_BAR = { first: 0, count: 1, sub: 16 } as const;

export default function EmbedPage({ options }: { options: EmbedOptions }) {
  const { query, info, last, palette } = useScreen();
  const { run, frames } = useSession();
  const { view, origin } = options;
  useEffect(() => {
    if (window.parent === window || origin === null) return;
    return speak(window.parent, origin, run, frames);
  }, [origin, run, frames]);
  // Nobody paints them, but with every frame comes what its step did, in words.
  useEffect(() => {
    if (view === 'timeline') for (const host of [0, 1] as const) frames.setViewport(host, ONE_BAR);
  }, [view, frames]);
  return (
    <main className="embed">
      <h1 className="spoken">Faultline</h1>
      <Notices query={query} info={info} />
      {view !== 'timeline' && (
        <div className={`fields ${last && (last.recording || last.script) ? 'single' : ''}`}>
          <Fields info={last} palette={palette} />
        </div>
      )}
      <Transport info={info} />
      {view !== 'fields' && <Events info={last} palette={palette} />}
      <OpenLink />
    </main>
  );
}

/** To the step, lens and page that are on screen when it is followed. */
function OpenLink() {
  const { run } = useSession();
  useChosen((s) => s.choice);
  const here = () => location.pathname + (linkOf(store, run.get()) ?? '');
  return (
    <a
      className="embed-open"
      href={here()}
      target="_blank"
      rel="noopener"
      onPointerDown={(e) => {
        e.currentTarget.href = here();
      }}
      onFocus={(e) => {
        e.currentTarget.href = here();
      }}
    >
      {texts.open}
    </a>
  );
}
