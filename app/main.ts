/** The entry: loads the page in parts, each evaluated in a task of its own, so that none blocks the browser for long. */
import { trustOwnScripts } from './lib/trusted.ts';
import './theme/theme.css';
import './theme/widgets.css';
import './theme/layout.css';

trustOwnScripts();
await import('react-dom/client');
await import('./start.tsx');
