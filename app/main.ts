/** The entry: loads the page in parts, each evaluated in a task of its own, so that none blocks the browser for long. */
import { trustOwnScripts } from './ui/trusted.ts';
import './ui/theme.css';
import './ui/widgets.css';
import './ui/layout.css';

trustOwnScripts();
await import('react-dom/client');
await import('./start.tsx');
