import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { LANGUAGES } from '../engine/index.ts';
import { App } from './App.tsx';
import { keepAddress, openAddress } from './link/sync.ts';
import { SPEEDS } from './run/player.ts';
import { createSession, SessionContext } from './run/session.ts';
import { embedOptions } from './shell/embedoptions.ts';
import { newer } from './shell/Notices.tsx';
import { borrowTheme, reportMissing, reportProblems, setSpeed } from './state/actions.ts';
import { store } from './state/store.ts';
import { views } from './state/undo.ts';
import { languages } from './texts/ui.ts';
import { missing } from './ui/language.ts';
import { part } from './ui/part.tsx';
import { stored } from './ui/stored.ts';
import { showTheme } from './ui/theme.ts';

openAddress(location.hash, true);
views.watch();

const speed = SPEEDS.find((one) => one.id === stored('speed'));
if (speed) setSpeed(speed.id);

/** What is fetched for later must not delay the first frame, in milliseconds. */
const AFTER = 2000;

const options = embedOptions(location.search, location.origin);
if (options) borrowTheme(options.theme);
showTheme(store.getState().theme);

const session = createSession();
// A page inside another leaves the history to that one.
keepAddress(session.run, !options);
// The event's address: the one in the bar may have been written anew since.
addEventListener('hashchange', (e) => openAddress(new URL(e.newURL).hash));

if (missing)
  reportProblems({ code: 'not-loaded', where: 'language', message: languages.missing(LANGUAGES[missing]) });
// The build's own event: a part of the page was not there, as after another build has taken the place of this one.
addEventListener('vite:preloadError', reportMissing);
if (import.meta.env.PROD && !options)
  setTimeout(
    () => void import('./shell/register.ts').then(({ keepOffline }) => keepOffline(newer.set), reportMissing),
    AFTER,
  );

const EmbedPage = part(() => import('./shell/EmbedPage.tsx'));

// As a transition the first render gives way every few milliseconds: the page answers while it appears.
startTransition(() =>
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <SessionContext value={session}>
        <QueryClientProvider client={session.queries}>
          {options ? <EmbedPage options={options} /> : <App />}
        </QueryClientProvider>
      </SessionContext>
    </StrictMode>,
  ),
);
