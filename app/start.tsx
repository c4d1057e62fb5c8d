import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, StrictMode, Suspense, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { embedOptions } from './embed/options.ts';
import { kept } from './lib/kept.ts';
import { keepOffline } from './offline/register.ts';
import { keepAddress, openLink } from './permalink/sync.ts';
import { SPEEDS } from './run/player.ts';
import { createSession, SessionContext } from './run/session.ts';
import { opening } from './state/actions.ts';
import { store } from './state/store.ts';
import { views } from './state/undo.ts';
import { showTheme } from './theme/choice.ts';
import { NotLoaded } from './ui/NotLoaded.tsx';

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

const EmbedPage = lazy(() => import('./embed/EmbedPage.tsx').catch(() => ({ default: NotLoaded })));

// As a transition the first render gives way every few milliseconds: the page answers while it appears.
startTransition(() =>
  createRoot(document.getElementById('root') as HTMLElement).render(
    <StrictMode>
      <SessionContext value={session}>
        <QueryClientProvider client={session.queries}>
          {options ? (
            <Suspense>
              <EmbedPage options={options} />
            </Suspense>
          ) : (
            <App />
          )}
        </QueryClientProvider>
      </SessionContext>
    </StrictMode>,
  ),
);
