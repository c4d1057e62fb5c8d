import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { keepAddress, openLink } from './link/sync.ts';
import { SPEEDS } from './run/player.ts';
import { createSession, SessionContext } from './run/session.ts';
import { embedOptions } from './shell/embedoptions.ts';
import { keepOffline } from './shell/register.ts';
import { opening } from './state/actions.ts';
import { store } from './state/store.ts';
import { views } from './state/undo.ts';
import { showTheme } from './ui/choice.ts';
import { kept } from './ui/kept.ts';
import { part } from './ui/part.tsx';

if (!openLink(store, location.hash)) store.setState(opening());
views.watch();

const speed = SPEEDS.find((one) => one.id === kept('speed'));
if (speed) store.setState({ speed: speed.id });

const options = embedOptions(location.search, location.origin);
if (options) store.setState({ theme: options.theme });
showTheme(store.getState().theme);

const session = createSession();
keepAddress(store, session.run);
addEventListener('hashchange', () => openLink(store, location.hash));

if (!options) keepOffline();

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
