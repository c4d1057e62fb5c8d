/** Links made up from a seed, valid by construction: every system, knob, fault, tracker and workload, scripts and recordings, with
 *  every field of the view; and a visitor who loads one in the engine as the page does. */
import { readFileSync } from 'node:fs';
import { Random } from '../../engine/base/random.ts';
import { randomScript } from '../../engine/conformance/random.ts';
import {
  ACTORS,
  AXES,
  CELL_CLASSES,
  LENSES,
  LOCKSTEPS,
  PRESETS,
  type Problem,
  parseStory,
  type RunInfo,
  type RunInput,
  withOverrides,
} from '../../engine/index.ts';
import { BOUNDS } from '../../engine/log/bounds.ts';
import { overridesOf } from '../../engine/scenario/presets.ts';
import { anyScenario } from '../../engine/testing/anyscenario.ts';
import { visit } from '../../engine/testing/visit.ts';
import type { EngineClient } from '../../engine/worker/client.ts';
import { decodeLink, encodeLink, type Link } from '../link/codec.ts';
import type { LinkInput } from '../state/choice.ts';
import { SCOPES } from '../state/fields.ts';
import { pack, unpack } from '../ui/pack.ts';

const publicFile = (path: string) => readFileSync(new URL(`../../public/${path}`, import.meta.url), 'utf8');
const STORIES = (JSON.parse(publicFile('stories/index.json')) as { id: string }[]).map(({ id }) => id);
const TRACES = JSON.parse(publicFile('traces/index.json')) as { name: string; file: string }[];
const QUERIES = [
  'uffd.*',
  'uffd.copy|uffd.fault host=dst',
  '!guest page=0..300',
  'phase=postcopy or actor=khugepaged',
  'time>1ms arg<=5',
  'cause=page-fault',
  '"',
  'x=1',
  'step=1000..2000',
];
const LETTERS = ['a note', 'Ω ~ | \\', '注释', '<b>', ' '];

/** A link by its number: most are small guests, each eighth a script, few are recordings. */
export async function anyLink(seed: number, number: number): Promise<string> {
  const random = new Random(seed, number);
  const some = <T>(of: readonly T[]): T => of[random.below(of.length)]!;
  const maybe = <T>(make: () => T): T | null => (random.below(3) === 0 ? make() : null);
  const span = () => {
    const from = random.below(8000);
    return { from, to: from + 1 + random.below(8000) };
  };
  const input = async (): Promise<LinkInput> => {
    const kind = random.below(400);
    if (kind === 0) return { trace: some(TRACES).name };
    if (kind < 50) {
      const script = await pack(randomScript(random.u32()));
      if (script.length <= 2000) return { script };
    }
    const preset = some(PRESETS);
    return { preset: preset.id, overrides: overridesOf(preset, anyScenario(random)) };
  };
  const notes = Array.from({ length: random.below(3) }, () => ({
    step: random.below(9000),
    name: some(LETTERS),
    text: some(LETTERS),
  }));
  const lens = some(LENSES);
  const scope = some(SCOPES);
  const link: Link = {
    input: await input(),
    step: maybe(() => random.below(random.below(4) === 0 ? Number.MAX_SAFE_INTEGER : 9000)),
    lens,
    picked: CELL_CLASSES.filter(() => random.below(12) === 0)
      .map(({ id }) => id)
      .slice(0, 8),
    together: random.below(4) > 0,
    page: maybe(() => random.below(random.below(4) === 0 ? 2 ** 24 : 600)),
    scope,
    actor:
      scope === 'actor'
        ? maybe(() => ({ actor: random.below(ACTORS.length), cpu: maybe(() => random.below(10)) }))
        : null,
    query: maybe(() => some(QUERIES)),
    axis: some(AXES),
    view: maybe(span),
    range: maybe(span),
    story: maybe(() => ({ id: some(STORIES), step: random.below(12) })),
    student: maybe(() => some(LETTERS.slice(0, 4))),
    answers: [[null, `p${random.below(600).toString(16)}`] as const].slice(random.below(2)),
    versus: random.below(12) === 0 ? await input() : null,
    lockstep: some(LOCKSTEPS),
    side: random.below(2) as 0 | 1,
    notes: notes.sort((a, b) => a.step - b.step || (a.name < b.name ? -1 : 1)),
    checkpoints: maybe(() => ({ steps: random.below(9000), letters: 'A'.repeat(64) })),
    semantics: maybe(() => random.below(9)),
    digest: maybe(() => random.u32().toString(16).padStart(16, '0')),
  };
  return encodeLink(link);
}

export interface Loaded {
  readonly problems: readonly Problem[];
  /** Why the engine failed; null where it did not. */
  readonly failed: string | null;
  readonly steps: number;
  /** Runs that met a bound. */
  readonly stopped: number;
}

async function inputFor(input: LinkInput): Promise<RunInput> {
  if ('script' in input) return { script: (await unpack(input.script))! };
  if ('trace' in input) {
    const { file } = TRACES.find(({ name }) => name === input.trace)!;
    return { recording: publicFile(`traces/${file}`), name: input.trace };
  }
  const preset = PRESETS.find(({ id }) => id === input.preset)!;
  const scenario = withOverrides(preset, input.overrides);
  if (!scenario.ok) throw new Error(scenario.problem.message);
  return { scenario: scenario.value };
}

/** Where the runs of an engine end that loads thousands of links: a longer log has more of the same. */
export const LINK_BOUNDS = { ...BOUNDS, events: 20_000 };

/** Opens a link, runs what it names, and asks what it shows; a visitor asks the rest. */
export async function loadLink(client: EngineClient, hash: string, random: Random): Promise<Loaded> {
  const { link, problems } = decodeLink(hash);
  if (!link) return { problems, failed: 'nothing can be shown of it', steps: 0, stopped: 0 };
  const inputs = [link.input, ...(link.versus ? [link.versus] : [])];
  const runs: number[] = [];
  let failed: string | null = null;
  let steps = 0;
  let stopped = 0;
  for (const input of inputs) {
    const made = await client.ask('run', { input: await inputFor(input) });
    if (!made.ok) {
      failed ??= made.problem.message;
      continue;
    }
    const { run } = made.value;
    steps += made.value.steps;
    if (made.value.stopped) stopped++;
    runs.push(run);
    const asks = asksOf(client, link, made.value);
    for (const answer of await Promise.all(asks))
      if (!answer.ok && answer.problem.code === 'crashed') failed ??= answer.problem.message;
    if (random.below(16) === 0) failed ??= await visit(client, made.value, random, random.below(4) === 0);
  }
  const [run, other] = runs;
  if (run !== undefined && other !== undefined) {
    const by = link.lockstep;
    const compared = [
      await client.ask('compare', { run, other }),
      await client.ask('aligned', { run, other, step: link.step ?? 0, by }),
    ];
    for (const answer of compared) if (!answer.ok) failed ??= answer.problem.message;
  }
  for (const run of runs) await client.ask('drop', { run });
  return { problems, failed, steps, stopped };
}

/** What the page asks to show the link. */
function asksOf(client: EngineClient, link: Link, { run, steps }: RunInfo) {
  const tiles = { first: 0, count: 64, sub: 16 } as const;
  const at = { run, step: link.step ?? 0 };
  const whole = { from: 0, to: steps };
  return [
    client.ask('frame', { ...at, lens: link.lens, src: tiles, dst: tiles, inspect: link.page }),
    client.ask('lanes', { run, buckets: 800, axis: link.axis, ...(link.view ?? whole) }),
    client.ask('rangeStats', { run, ...(link.range ?? whole) }),
    client.ask('query', { ...at, text: link.query ?? '' }),
    client.ask('context', { ...at, page: link.page ?? 0, scope: link.scope, actor: link.actor }),
    client.ask('hazards', { run }),
    ...storyOf(link).map((steps) => client.ask('story', { run, steps })),
  ];
}

/** The steps of the link's story, if it has one. */
function storyOf({ story }: Link) {
  if (!story) return [];
  const parsed = parseStory(JSON.parse(publicFile(`stories/${story.id}.json`)));
  return parsed.ok ? [parsed.value.steps] : [];
}
