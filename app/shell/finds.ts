/** What the palette finds besides commands: knobs, sizes, stories and their steps, hazards, scenarios, terms, recordings and
 *  scripts. Stories and scripts are fetched with the first palette. */
import { GUEST_SIZES, type Hazard, PRESETS, readKnob, sayBytes } from '../../engine/index.ts';
import { type Example, fetchExample } from '../run/examples.ts';
import type { Shipped } from '../run/recordings.ts';
import { scenarioOf } from '../source/choice.ts';
import { groupsOf, sayValue } from '../source/knobs.ts';
import { turnKnobs } from '../source/useTurn.ts';
import {
  choose,
  inspectPage,
  readStory,
  reportProblems,
  runScript,
  seek,
  showPanel,
} from '../state/actions.ts';
import { store } from '../state/store.ts';
import type { Listed } from '../story/library.ts';
import { palette as words } from '../texts/palette.ts';
import { sayCount } from '../ui/say.ts';
import type { Entry } from '../ui/terms.ts';
import { COMMANDS, type Command, type Place, sayKeys } from './commands.ts';
import { OTHERS, placeCommand } from './others.ts';

/** In the order in which groups stand when they match equally well. */
export const GROUPS = [
  'places',
  'commands',
  'knobs',
  'sizes',
  'stories',
  'steps',
  'hazards',
  'scenarios',
  'terms',
  'recordings',
  'scripts',
] as const;
export type Group = (typeof GROUPS)[number];

export interface Find {
  readonly id: string;
  readonly group: Group;
  readonly title: string;
  /** What stands at its right: a key, a value, a place. */
  readonly detail: string;
  /** Other words that find it. */
  readonly also: string;
  run(place: Place): void;
}

export interface StoryFound extends Listed {
  readonly steps: readonly string[];
}

/** What is fetched, or belongs to the run on screen. */
export interface Fetched {
  readonly stories: readonly StoryFound[];
  readonly hazards: readonly Hazard[];
  readonly terms: readonly Entry[];
  readonly recordings: readonly Shipped[];
  readonly scripts: readonly Example[];
}

const find = (
  group: Group,
  id: string,
  title: string,
  detail: string,
  run: Find['run'],
  also = '',
): Find => ({
  id: `${group}.${id}`,
  group,
  title,
  detail,
  also,
  run,
});

const ofCommand = (group: Group, command: Command): Find =>
  find(group, command.id, command.title, command.keys ? sayKeys(command.keys[0]!) : '', command.run);

/** Everything that can be found now. `typed` may name a step or a page. */
export function findsOf(place: Place, typed: string, fetched: Fetched): Find[] {
  const asked = placeCommand(typed);
  const possible = (command: Command) => command.when?.(place) ?? true;
  const commands = [...COMMANDS.filter((c) => c.id !== 'palette'), ...OTHERS].filter(possible);
  return [
    ...(asked && possible(asked) ? [{ ...ofCommand('places', asked), also: typed }] : []),
    ...commands.map((c) => ofCommand('commands', c)),
    ...knobs(),
    ...sizes(place),
    ...fetched.stories.flatMap(story),
    ...fetched.hazards.map(hazard),
    ...PRESETS.map((p) =>
      find(
        'scenarios',
        p.id,
        p.title,
        p.id,
        () => choose({ kind: 'preset', preset: p.id, overrides: {} }),
        p.question,
      ),
    ),
    ...fetched.terms.map((t) =>
      find('terms', t.term, t.term, '', ({ show }) => show('glossary', t.term), t.also.join(' ')),
    ),
    ...fetched.recordings.map((r) =>
      find('recordings', r.name, r.title, r.name, () => choose({ kind: 'trace', trace: r.name })),
    ),
    ...fetched.scripts.map((example) =>
      find('scripts', example.name, example.title, example.file, () => void runExample(example)),
    ),
  ];
}

async function runExample(example: Example): Promise<void> {
  const text = await fetchExample(example);
  if (text.ok) await runScript(text.value);
  else reportProblems(text.problem);
}

function knobs(): Find[] {
  const scenario = scenarioOf(store.getState().choice);
  if (!scenario) return [];
  return groupsOf(scenario).flatMap((group) =>
    group.knobs.map((knob) =>
      find(
        'knobs',
        knob.path,
        knob.label,
        words.knob(group.title, sayValue(knob, readKnob(scenario, knob.path))),
        () => goToKnob(knob.path),
        `${knob.path} ${group.title}`,
      ),
    ),
  );
}

/** Shows a knob with the focus in it. Its form may still be on its way. */
function goToKnob(path: string): void {
  showPanel('scenario');
  requestAnimationFrame(() => {
    const knob = document.querySelector<HTMLElement>(`[data-knob="${path}"]`);
    const folded = knob?.closest('details');
    if (folded) folded.open = true;
    knob?.scrollIntoView({ block: 'center' });
    knob?.querySelector<HTMLElement>('input, select')?.focus();
  });
}

function sizes({ info }: Place): Find[] {
  const { choice } = store.getState();
  const scenario = scenarioOf(choice);
  if (!scenario) return [];
  return GUEST_SIZES.filter((bytes) => bytes !== scenario.guest.bytes).map((bytes) =>
    find('sizes', String(bytes), words.size(sayBytes(bytes)), '', () => {
      const problem = turnKnobs(info, { 'guest.bytes': bytes });
      if (problem) reportProblems(problem);
    }),
  );
}

function story({ id, title, summary, minutes, steps }: StoryFound): Find[] {
  const read = (step: number) => () => {
    showPanel('story');
    readStory({ id, step });
  };
  return [
    find('stories', id, title, words.minutes(minutes), read(0), summary),
    ...steps.map((step, i) => find('steps', `${id}.${i}`, step, words.stepOf(title, i + 1), read(i))),
  ];
}

function hazard({ id, title, step, firstPages }: Hazard): Find {
  return find(
    'hazards',
    id,
    title,
    words.hazard(id, sayCount(step)),
    () => {
      seek(step);
      if (firstPages[0] !== undefined) inspectPage(firstPages[0]);
    },
    id,
  );
}

/** How many of a group are listed while words are typed: a better word shows the others. */
const MOST = 8;

export interface Found {
  readonly group: Group;
  readonly finds: readonly Find[];
}

/** What holds every word, the best group first. Without words, the commands. */
export function ranked(all: readonly Find[], typed: string): Found[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return grouped(all.filter((f) => f.group === 'commands' || f.group === 'knobs'));
  const scored = all.flatMap((f) => {
    const score = scoreOf(f, wanted);
    return score === null ? [] : [[score, f] as const];
  });
  const best = new Map<Group, number>();
  for (const [score, { group }] of scored) best.set(group, Math.min(score, best.get(group) ?? score));
  const sorted = scored.sort(([a], [b]) => a - b).map(([, f]) => f);
  return grouped(sorted)
    .map(({ group, finds }) => ({ group, finds: finds.slice(0, MOST) }))
    .sort((a, b) => (best.get(a.group) ?? 0) - (best.get(b.group) ?? 0));
}

const grouped = (finds: readonly Find[]): Found[] =>
  GROUPS.map((group) => ({ group, finds: finds.filter((f) => f.group === group) })).filter(
    ({ finds: some }) => some.length > 0,
  );

/** The lower, the better: the title begins with the first word, words of it do, it holds them, or other words do. Null: a word
 *  is nowhere. */
function scoreOf({ title, detail, also, group }: Find, wanted: readonly string[]): number | null {
  const shown = title.toLowerCase();
  const hidden = `${detail} ${also}`.toLowerCase();
  if (group === 'places') return 0;
  let score = shown.startsWith(wanted[0]!) ? 0 : 1;
  for (const word of wanted) {
    if (new RegExp(`(^|[^\\p{L}\\p{N}])${escaped(word)}`, 'u').test(shown)) continue;
    if (shown.includes(word)) score = Math.max(score, 2);
    else if (hidden.includes(word)) score = Math.max(score, 3);
    else return null;
  }
  return score;
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
