/** Commands without a key: only the palette offers them. */
import { AXES, LENS_LABELS, LENSES, PRESETS } from '../../engine/index.ts';
import { FILE_PICKER } from '../open/picker.ts';
import { choose, seek, setTheme } from '../state/actions.ts';
import { type Source, store } from '../state/store.ts';
import { THEMES } from '../theme/choice.ts';
import type { Command } from './commands.ts';

const SOURCES: readonly Source[] = ['story', 'scenario', 'script', 'recording'];
const AXIS_LABELS = { phases: 'phases', steps: 'events', time: 'time' } as const;

export const OTHERS: readonly Command[] = [
  ...LENSES.map((lens) => ({
    id: `lens.${lens}`,
    title: `Lens: ${LENS_LABELS[lens]}`,
    keys: [],
    run: () => store.setState({ lens }),
  })),
  ...SOURCES.map((panel) => ({
    id: `panel.${panel}`,
    title: `Panel: ${panel}`,
    keys: [],
    run: () => store.setState({ panel }),
  })),
  ...AXES.map((axis) => ({
    id: `axis.${axis}`,
    title: `Timeline by ${AXIS_LABELS[axis]}`,
    keys: [],
    run: () => store.setState({ axis }),
  })),
  {
    id: 'view.whole',
    title: 'Timeline: show all of the run',
    keys: [],
    when: () => store.getState().view !== null,
    run: () => store.setState({ view: null }),
  },
  {
    id: 'page.none',
    title: 'Select no page',
    keys: [],
    when: () => store.getState().page !== null,
    run: () => store.setState({ page: null }),
  },
  {
    id: 'open',
    title: 'Open a file',
    keys: [],
    run: () => document.getElementById(FILE_PICKER)?.click(),
  },
  ...THEMES.map((theme) => ({
    id: `theme.${theme}`,
    title: `Theme: ${theme}`,
    keys: [],
    run: () => setTheme(theme),
  })),
  ...PRESETS.map((p) => ({
    id: `system.${p.id}`,
    title: `System: ${p.title}`,
    keys: [],
    run: () => choose({ kind: 'preset', preset: p.id, overrides: {} }),
  })),
];

/** What a number asks for: `1234` is a step, `0x1a47` a page. Undefined for other words. */
export function placeCommand(words: string): Command | undefined {
  const text = words.trim().toLowerCase();
  if (/^\d{1,12}$/.test(text))
    return {
      id: 'go.step',
      title: `Go to step ${Number(text)}`,
      keys: [],
      when: ({ info }) => info !== null,
      run: ({ info }) => seek(Math.min(Number(text), info?.steps ?? 0)),
    };
  if (!/^0x[0-9a-f]{1,8}$/.test(text)) return undefined;
  const page = Number(text);
  return {
    id: 'go.page',
    title: `Select page ${text}`,
    keys: [],
    when: ({ info }) => info !== null && page < info.pages,
    run: () => store.setState({ page }),
  };
}
