/** Commands without a key: only the palette offers them. */
import { AXES } from '../../engine/index.ts';
import { FILE_PICKER } from '../source/OpenFile.tsx';
import { seek, selectPage, setAxis, setScope, setTheme, showPanel } from '../state/actions.ts';
import type { LeftPanel } from '../state/choice.ts';
import { SCOPES } from '../state/fields.ts';
import { store } from '../state/store.ts';
import { inspector as scopes } from '../texts/inspector.ts';
import { licences } from '../texts/palette.ts';
import { titles, actions as words } from '../texts/shell.ts';
import { RANGE_ACTIONS } from '../timeline/rangeactions.ts';
import { THEMES } from '../ui/theme.ts';
import type { Command } from './commands.ts';

const PANELS: readonly LeftPanel[] = ['start', 'story', 'scenario', 'script', 'recording'];

const hasPage = () => store.getState().page !== null;

export const OTHERS: readonly Command[] = [
  ...PANELS.map((panel) => ({
    id: `panel.${panel}`,
    title: words.panel[panel],
    run: () => showPanel(panel),
  })),
  ...SCOPES.map((scope) => ({
    id: `inspect.${scope}`,
    title: words.inspect(scopes[scope]),
    run: () => setScope(scope),
  })),
  ...AXES.map((axis) => ({
    id: `axis.${axis}`,
    title: words.axis[axis],
    run: () => setAxis(axis),
  })),
  ...RANGE_ACTIONS.map(({ id, run }) => ({
    id: `range.${id}`,
    title: words.range[id],
    when: () => store.getState().range !== null,
    run: () => {
      const { range } = store.getState();
      if (range) run(range);
    },
  })),
  { id: 'page.none', title: titles['page.none'], when: hasPage, run: () => selectPage(null) },
  { id: 'open', title: titles.open, run: () => document.getElementById(FILE_PICKER)?.click() },
  { id: 'licences', title: licences.command, run: ({ show }) => show('licences') },
  ...THEMES.map((theme) => ({
    id: `theme.${theme}`,
    title: words.theme[theme],
    run: () => setTheme(theme),
  })),
];

/** What a number asks for: `1234` is a step, `0x1a47` a page. Undefined for other words. */
export function placeCommand(typed: string): Command | undefined {
  const text = typed.trim().toLowerCase();
  if (/^\d{1,12}$/.test(text))
    return {
      id: 'go.step',
      title: words.goToStep(Number(text)),
      when: ({ info }) => info !== null,
      run: ({ info }) => seek(Math.min(Number(text), info?.steps ?? Infinity)),
    };
  if (!/^0x[0-9a-f]{1,8}$/.test(text)) return undefined;
  const page = Number(text);
  return {
    id: 'go.page',
    title: words.selectPage(text),
    when: ({ info }) => info !== null && page < info.pages,
    run: () => selectPage(page),
  };
}
