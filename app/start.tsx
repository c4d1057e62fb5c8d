import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { keepOffline } from './offline/register.ts';
import { keepAddress, openLink } from './permalink/sync.ts';
import { createSession, SessionContext } from './run/session.ts';
import { opening } from './state/actions.ts';
import { store } from './state/store.ts';
import { applyTheme } from './theme/choice.ts';

applyTheme(store.getState().theme);

if (!openLink(store, location.hash)) store.setState(opening());

const session = createSession();
keepAddress(store, session.run);
keepOffline();
addEventListener('hashchange', () => openLink(store, location.hash));

// As a transition the first render gives way every few milliseconds: the page answers while it appears.
startTransition(() =>
  createRoot(document.getElementById('root') as HTMLElement).render(
    <StrictMode>
      <SessionContext value={session}>
        <QueryClientProvider client={session.queries}>
          <App />
        </QueryClientProvider>
      </SessionContext>
    </StrictMode>,
  ),
);
