/** Links as text and back: `#v=1&p=qemu-as-mailed&guest.bytes=1073741824&s=12482&l=migration&page=0x1a47&sem=1&d=…`.
 *  Decoding takes any string and never throws; what it cannot use it names. */
import * as v from 'valibot';
import {
  ACTORS,
  findPreset,
  hex,
  knobValue,
  PRESETS,
  type Preset,
  type Problem,
  withOverrides,
} from '../../engine/index.ts';
import { formatNotes } from '../state/notes.ts';
import {
  FIELDS,
  type Field,
  LINK_MAX,
  LINK_VERSION,
  type Link,
  type LinkInput,
  type Stretch,
} from './schema.ts';

/** Problems that are told of one link. */
const SAID = 5;

export interface Opened {
  /** Null when nothing of the link can be shown. */
  readonly link: Link | null;
  readonly problems: readonly Problem[];
}

export function encodeLink(link: Link): string {
  const parts: [string, string][] = [['v', String(LINK_VERSION)]];
  parts.push(...partsOf(link.input));
  if (link.step !== null) parts.push(['s', String(link.step)]);
  parts.push(['l', link.lens]);
  if (link.picked.length > 0) parts.push(['f', link.picked.join('.')]);
  if (link.page !== null) parts.push(['page', hex(link.page)]);
  if (link.scope !== 'page') parts.push(['i', sayInspected(link)]);
  if (link.query !== null) parts.push(['q', link.query]);
  if (link.axis !== 'phases') parts.push(['x', link.axis]);
  if (link.view) parts.push(['w', sayStretch(link.view)]);
  if (link.range) parts.push(['r', sayStretch(link.range)]);
  if (link.story) parts.push(['st', `${link.story.id}.${link.story.step + 1}`]);
  if (link.student !== null) parts.push(['who', link.student]);
  if (link.answer !== null) parts.push(['ans', link.answer]);
  if (link.versus) {
    parts.push(['vs', join(partsOf(link.versus))]);
    if (link.lockstep !== 'phases') parts.push(['by', link.lockstep]);
    if (link.side === 0) parts.push(['vh', 'src']);
  }
  if (link.notes.length > 0) parts.push(['n', formatNotes(link.notes)]);
  if (link.checkpoints) parts.push(['c', `${link.checkpoints.steps}.${link.checkpoints.letters}`]);
  if (link.semantics !== null) parts.push(['sem', String(link.semantics)]);
  if (link.digest !== null) parts.push(['d', link.digest]);
  return `#${join(parts)}`;
}

/** `actor.vcpu.2` */
const sayInspected = ({ scope, actor }: Link): string =>
  [scope, ...(actor ? [ACTORS[actor.actor], ...(actor.cpu === null ? [] : [actor.cpu])] : [])].join('.');

const join = (parts: readonly (readonly [string, string])[]): string =>
  parts.map(([k, value]) => `${k}=${encodeURIComponent(value)}`).join('&');

/** What is run, as fields. */
function partsOf(input: LinkInput): [string, string][] {
  if ('trace' in input) return [['t', input.trace]];
  if ('script' in input) return [['mm', input.script]];
  return [
    ['p', input.preset],
    ...Object.entries(input.overrides).map(([knob, value]): [string, string] => [knob, String(value)]),
  ];
}

/** `hash` with or without its `#`; an empty one is no link and no problem. */
export function decodeLink(hash: string): Opened {
  const text = hash.startsWith('#') ? hash.slice(1) : hash;
  if (text === '') return { link: null, problems: [] };
  if (text.length > LINK_MAX)
    return refuse('too-large', 'link', `link: expected at most ${LINK_MAX} characters, got ${text.length}`);
  const problems: Problem[] = [];
  const read = reader(text, problems);
  const version = read('v');
  if (version !== null && version > LINK_VERSION)
    return refuse(
      'newer-version',
      'v',
      `v: expected a link of version ${LINK_VERSION} or older, got ${version}`,
    );
  const input = readInput(read, problems);
  if (!input) return { link: null, problems: problems.slice(0, SAID) };
  const link: Link = {
    input,
    step: read('s'),
    lens: read('l') ?? 'migration',
    picked: read('f') ?? [],
    page: read('page'),
    ...(read('i') ?? { scope: 'page', actor: null }),
    query: read('q'),
    axis: read('x') ?? 'phases',
    view: read('w'),
    range: read('r'),
    story: read('st'),
    student: read('who'),
    answer: read('ans'),
    versus: readVersus(read('vs'), problems),
    lockstep: read('by') ?? 'phases',
    side: read('vh') === 'src' ? 0 : 1,
    notes: read('n') ?? [],
    checkpoints: read('c'),
    semantics: read('sem'),
    digest: read('d'),
  };
  read.rest();
  return { link, problems: problems.slice(0, SAID) };
}

/** Reads fields of a link, each once; what is wrong with one is a problem, and the field counts as absent. */
interface Reader {
  <F extends Field>(field: F): v.InferOutput<(typeof FIELDS)[F]> | null;
  /** Fields that were not read yet, as they were given. */
  readonly fields: Map<string, string>;
  /** Complains of fields that nobody read. */
  rest(): void;
}

function reader(text: string, problems: Problem[]): Reader {
  const fields = new Map<string, string>();
  for (const [key, value] of new URLSearchParams(text)) {
    if (fields.has(key)) problems.push(invalid(key, 'expected it once; the first one counts'));
    else fields.set(key, value);
  }
  const read = <F extends Field>(field: F): v.InferOutput<(typeof FIELDS)[F]> | null => {
    const given = fields.get(field);
    fields.delete(field);
    if (given === undefined) return null;
    const parsed = v.safeParse(FIELDS[field], given);
    if (parsed.success) return parsed.output as v.InferOutput<(typeof FIELDS)[F]>;
    problems.push(invalid(field, `${parsed.issues[0].message}, got ${quote(given)}`));
    return null;
  };
  const rest = () => {
    for (const key of fields.keys())
      problems.push(invalid(key, 'expected a field of a link; this one is unknown'));
  };
  return Object.assign(read, { fields, rest });
}

/** What is run; null, with problems, when nothing can be. */
function readInput(read: Reader, problems: Problem[]): LinkInput | null {
  const given = read.fields.get('p');
  const preset = read('p');
  const trace = read('t');
  const script = read('mm');
  if (trace !== null || script !== null) {
    if (given !== undefined || (trace !== null && script !== null))
      problems.push(
        invalid(
          given === undefined ? 'mm' : 'p',
          `expected one of a preset (p), a recording (t) and a script (mm); the ${trace !== null ? 'recording' : 'script'} is shown`,
        ),
      );
    return trace !== null ? { trace } : { script: script! };
  }
  if (given === undefined && problems.some((p) => p.where === 't' || p.where === 'mm')) return null;
  const found = findPreset(preset ?? given ?? PRESETS[0]!.id);
  if (found.ok) return { preset: found.value.id, overrides: readKnobs(found.value, read.fields, problems) };
  // That the preset is unknown says more than that its name has other letters than names have.
  const known = problems.findIndex((p) => p.where === 'p');
  if (known >= 0) problems.splice(known, 1);
  problems.unshift(found.problem);
  return null;
}

/** What a run is compared with: the fields of what is run, as a text of their own. Their problems are those of `vs`. */
function readVersus(text: string | null, problems: Problem[]): LinkInput | null {
  if (text === null) return null;
  const inner: Problem[] = [];
  const read = reader(text, inner);
  const begins = ['p', 't', 'mm'].some((field) => read.fields.has(field));
  const input = begins ? readInput(read, inner) : null;
  if (begins) read.rest();
  else inner.push(invalid('vs', `expected what a link begins with, as p=qemu-as-coded, got ${quote(text)}`));
  problems.push(...inner.map((p) => ({ ...p, where: 'vs', message: `vs: ${p.message}` })));
  return input;
}

/** Takes the preset's knobs out of `fields`; each is checked on its own, then all together. */
function readKnobs(
  preset: Preset,
  fields: Map<string, string>,
  problems: Problem[],
): Record<string, string | number | boolean> {
  const knobs: Record<string, string | number | boolean> = {};
  for (const [path, text] of [...fields]) {
    if (!path.includes('.') && !Object.hasOwn(preset.scenario, path)) continue;
    fields.delete(path);
    const value = knobValue(preset, path, text.slice(0, 1000));
    const checked = withOverrides(preset, { ...knobs, [path]: value });
    if (checked.ok) knobs[path] = value;
    else problems.push(checked.problem);
  }
  return knobs;
}

const sayStretch = ({ from, to }: Stretch): string => `${from}-${to}`;

function refuse(code: Problem['code'], where: string, message: string): Opened {
  return { link: null, problems: [{ code, where, message }] };
}

function invalid(key: string, message: string): Problem {
  const where = key.slice(0, 80);
  return { code: 'invalid', where, message: `${where}: ${message}` };
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
