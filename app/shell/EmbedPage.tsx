/** The page inside another: one view, its play controls, and the way to the whole of it. */
import { useEffect } from 'react';
import { Fields } from '../fields/Fields.tsx';
import { linkOf } from '../link/sync.ts';
import { useScreen } from '../run/screen.ts';
import { useSession } from '../run/session.ts';
import { useChosen } from '../state/store.ts';
import { embedded as texts } from '../texts/embedded.ts';
import { Events } from '../timeline/Events.tsx';
import { Transport } from '../timeline/Transport.tsx';
import { speak } from './embedapi.ts';
import type { EmbedOptions } from './embedoptions.ts';
import { Notices } from './Notices.tsx';
import { Sentence } from './Sentence.tsx';
import { Waiting } from './Waiting.tsx';
import './embed.css';

const ONE_BAR = { first: 0, count: 1, sub: 16 } as const;

export default function EmbedPage({ options }: { options: EmbedOptions }) {
  const { query, info, last } = useScreen();
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
    <main className="embed" data-view={view}>
      <h1 className="spoken">Faultline</h1>
      <Notices query={query} info={info} />
      {view !== 'timeline' && (
        <div className={`fields ${last && (last.recording || last.script) ? 'single' : ''}`}>
          {last ? <Fields info={last} /> : <Waiting failed={query.error !== null} />}
        </div>
      )}
      {view !== 'fields' && <Events info={last} />}
      <Sentence info={last} />
      <Transport info={info} compact>
        <OpenLink />
      </Transport>
    </main>
  );
}

/** To the step, lens and page that are on screen when it is followed. */
function OpenLink() {
  const { run } = useSession();
  useChosen((s) => s.choice);
  const here = () => location.pathname + (linkOf(run.get()) ?? '');
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
