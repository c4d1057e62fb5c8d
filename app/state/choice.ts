/** What is on screen, and how a link spells it: `p=qemu-as-mailed&guest.bytes=1073741824`, `t=q1-hot` or `mm=…`. */
import * as v from 'valibot';
import { shallow } from 'zustand/shallow';
import {
  findPreset,
  knobValue,
  LONGEST,
  PRESETS,
  type Preset,
  type Problem,
  withOverrides,
  worded,
} from '../../engine/index.ts';
import {
  type Codec,
  codec,
  invalid,
  join,
  matching,
  quote,
  reportRest,
  type Texts,
  take,
  textsOf,
} from './linktext.ts';

export type Overrides = Readonly<Record<string, string | number | boolean>>;

/** What is shown: a preset with knobs turned, a script as app/ui/pack.ts packs it (links hold it so), a shipped recording
 *  by name, or a file the user opened: a recording, or a run that was saved as a timeline file. */
export type Choice =
  | { readonly kind: 'preset'; readonly preset: string; readonly overrides: Overrides }
  | { readonly kind: 'script'; readonly packed: string }
  | { readonly kind: 'trace'; readonly trace: string }
  | { readonly kind: 'file'; readonly name: string; readonly text: string; readonly opened: number | string }
  | { readonly kind: 'timeline'; readonly name: string; readonly file: Blob; readonly opened: number };

/** Log files that somebody opened: what they say stands beside the run. `opened` counts. */
export interface Logs {
  readonly files: readonly File[];
  readonly opened: number;
}

/** A choice as links hold it. Files of this machine are in no link. */
export type LinkInput =
  | { readonly preset: string; readonly overrides: Overrides }
  | { readonly trace: string }
  | { readonly script: string };

/** Where timelines come from. */
export type Source = 'story' | 'scenario' | 'script' | 'recording';

/** What the left panel shows: a way to begin, or one of the sources. */
export type LeftPanel = 'start' | Source;

export const FIRST_PRESET = 'qemu-as-mailed';
export const FIRST_CHOICE: Choice = { kind: 'preset', preset: FIRST_PRESET, overrides: {} };

export function sourceOf(choice: Choice): Source {
  if (choice.kind === 'preset') return 'scenario';
  return choice.kind === 'script' ? 'script' : 'recording';
}

/** Whether two choices show the same: of a preset, the same values of the same knobs. */
export const sameChoice = (a: Choice, b: Choice): boolean =>
  a.kind === 'preset' && b.kind === 'preset'
    ? a.preset === b.preset && shallow(a.overrides, b.overrides)
    : shallow(a, b);

const PRESET = codec<string | null>('p', matching(/^[a-z0-9-]{1,64}$/, worded`the id of a preset`), null);
const TRACE = codec<string | null>(
  't',
  matching(/^[A-Za-z0-9_-]{1,64}$/, worded`the name of a recording that comes with the app`),
  null,
);
const SCRIPT = codec<string | null>(
  'mm',
  matching(
    new RegExp(`^[A-Za-z0-9_-]{1,${LONGEST.packed}}$`),
    worded`a packed script of at most ${LONGEST.packed} letters, digits, - and _`,
  ),
  null,
);

/** Null for what no link can hold. */
export function inputOf(choice: Choice): LinkInput | null {
  if (choice.kind === 'preset') return { preset: choice.preset, overrides: choice.overrides };
  if (choice.kind === 'script')
    return choice.packed.length <= LONGEST.packed ? { script: choice.packed } : null;
  return choice.kind === 'trace' ? { trace: choice.trace } : null;
}

export function choiceOf(input: LinkInput): Choice {
  if ('trace' in input) return { kind: 'trace', trace: input.trace };
  if ('script' in input) return { kind: 'script', packed: input.script };
  return { kind: 'preset', preset: input.preset || FIRST_PRESET, overrides: input.overrides };
}

/** What is run, as parts of a link. */
export function partsOf(input: LinkInput): [key: string, text: string][] {
  if ('trace' in input) return [[TRACE.key, input.trace]];
  if ('script' in input) return [[SCRIPT.key, input.script]];
  return [
    [PRESET.key, input.preset],
    ...Object.entries(input.overrides).map(([knob, value]): [string, string] => [knob, String(value)]),
  ];
}

/** What is run, taken out of `texts`; null, with problems, when nothing can be. */
export function takeInput(texts: Texts, problems: Problem[]): LinkInput | null {
  const given = texts.get(PRESET.key);
  const preset = take(PRESET, texts, problems);
  const trace = take(TRACE, texts, problems);
  const script = take(SCRIPT, texts, problems);
  if ((trace ?? script) !== null && (given !== undefined || (trace !== null && script !== null)))
    problems.push(
      invalid(
        given === undefined ? SCRIPT.key : PRESET.key,
        trace !== null
          ? worded`expected one of a preset (p), a recording (t) and a script (mm); the recording is shown`
          : worded`expected one of a preset (p), a recording (t) and a script (mm); the script is shown`,
      ),
    );
  if (trace !== null) return { trace };
  if (script !== null) return { script };
  const failed = (key: string) => problems.findIndex((p) => p.where === key);
  if (given === undefined && (failed(TRACE.key) >= 0 || failed(SCRIPT.key) >= 0)) return null;
  const found = findPreset(preset ?? given ?? PRESETS[0]!.id);
  if (found.ok) return { preset: found.value.id, overrides: takeKnobs(found.value, texts, problems) };
  // That the preset is unknown says more than that its name has other letters than names have.
  if (failed(PRESET.key) >= 0) problems.splice(failed(PRESET.key), 1);
  problems.unshift(found.problem);
  return null;
}

/** Takes the preset's knobs out of `texts`; each is checked on its own, then all together. */
function takeKnobs(preset: Preset, texts: Texts, problems: Problem[]): Overrides {
  const knobs: Record<string, string | number | boolean> = {};
  for (const [path, text] of [...texts]) {
    if (!path.includes('.') && !Object.hasOwn(preset.scenario, path)) continue;
    texts.delete(path);
    const value = knobValue(preset, path, text.slice(0, LONGEST.knob));
    const checked = withOverrides(preset, { ...knobs, [path]: value });
    if (checked.ok) knobs[path] = value;
    else problems.push(checked.problem);
  }
  return knobs;
}

const BEGINS = worded`expected what a link begins with, as p=qemu-as-coded`;

/** What a run is compared with: the parts of what is run, as a text of their own. Their problems are those of the key. */
export function inputCodec(key: string): Codec<LinkInput | null> {
  const text = codec<string>(key, v.pipe(v.string(), v.maxLength(LONGEST.packed + 16, BEGINS)), '');
  return {
    key,
    absent: null,
    read(given, problems) {
      if (text.read(given, problems) === undefined) return undefined;
      const inner: Problem[] = [];
      const texts = textsOf(given, inner);
      const begins = [PRESET, TRACE, SCRIPT].some((begin) => texts.has(begin.key));
      const input = begins ? takeInput(texts, inner) : null;
      if (begins) reportRest(texts, inner);
      else inner.push(invalid(key, worded`${BEGINS}, got ${quote(given)}`));
      problems.push(...inner.map((p) => ({ ...p, where: key, message: worded`${key}: ${p.message}` })));
      return input;
    },
    format: (input) => join(partsOf(input)),
  };
}
