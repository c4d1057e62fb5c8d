/** Links as text and back: `#v=1&p=qemu-as-mailed&guest.bytes=1073741824&s=12482&l=migration&page=0x1a47&sem=1&d=…`.
 *  Decoding takes any string and never throws; what it cannot use it names. */
import * as v from 'valibot';
import {
  findPreset,
  hex,
  knobValue,
  PRESETS,
  type Preset,
  type Problem,
  withOverrides,
} from '../../engine/index.ts';
import {
  FIELDS,
  type Field,
  LINK_MAX,
  LINK_VERSION,
  type Link,
  type LinkInput,
  type Stretch,
} from './schema.ts';

/** Most problems told of one link; of one that opens nothing, the last is why. */
const MOST = 5;

export interface Opened {
  /** Null when nothing of the link can be shown. */
  readonly link: Link | null;
  readonly problems: readonly Problem[];
}

export function encodeLink(link: Link): string {
  const parts: [string, string][] = [['v', String(LINK_VERSION)]];
  if ('trace' in link.input) parts.push(['t', link.input.trace]);
  else if ('script' in link.input) parts.push(['mm', link.input.script]);
  else {
    parts.push(['p', link.input.preset]);
    for (const [knob, value] of Object.entries(link.input.overrides)) parts.push([knob, String(value)]);
  }
  if (link.step !== null) parts.push(['s', String(link.step)]);
  parts.push(['l', link.lens]);
  if (link.page !== null) parts.push(['page', hex(link.page)]);
  if (link.axis !== 'phases') parts.push(['x', link.axis]);
  if (link.view) parts.push(['w', sayStretch(link.view)]);
  if (link.range) parts.push(['r', sayStretch(link.range)]);
  if (link.story) parts.push(['st', `${link.story.id}.${link.story.step + 1}`]);
  if (link.semantics !== null) parts.push(['sem', String(link.semantics)]);
  if (link.digest !== null) parts.push(['d', link.digest]);
  return `#${parts.map(([k, value]) => `${k}=${encodeURIComponent(value)}`).join('&')}`;
}

/** `hash` with or without its `#`; an empty one is no link and no problem. */
export function decodeLink(hash: string): Opened {
  const text = hash.startsWith('#') ? hash.slice(1) : hash;
  if (text === '') return { link: null, problems: [] };
  if (text.length > LINK_MAX)
    return refuse('too-large', 'link', `link: expected at most ${LINK_MAX} characters, got ${text.length}`);
  const problems: Problem[] = [];
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

  const version = read('v');
  if (version !== null && version > LINK_VERSION)
    return refuse(
      'newer-version',
      'v',
      `v: expected a link of version ${LINK_VERSION} or older, got ${version}`,
    );

  const given = fields.get('p');
  const preset = read('p');
  const trace = read('t');
  const script = read('mm');
  let input: LinkInput;
  if (trace !== null || script !== null) {
    input = trace !== null ? { trace } : { script: script as string };
    if (given !== undefined || (trace !== null && script !== null))
      problems.push(
        invalid(
          given === undefined ? 'mm' : 'p',
          `expected one of a preset (p), a recording (t) and a script (mm); the ${trace !== null ? 'recording' : 'script'} is shown`,
        ),
      );
  } else {
    if (given === undefined && problems.some((p) => p.where === 't' || p.where === 'mm'))
      return { link: null, problems: problems.slice(-MOST) };
    const found = findPreset(preset ?? given ?? (PRESETS[0] as Preset).id);
    if (!found.ok)
      return {
        link: null,
        problems: [...problems.filter((p) => p.where !== 'p'), found.problem].slice(-MOST),
      };
    input = { preset: found.value.id, overrides: readKnobs(found.value, fields, problems) };
  }
  const view = read('w');
  const range = read('r');
  const link: Link = {
    input,
    step: read('s'),
    lens: read('l') ?? 'migration',
    page: read('page'),
    axis: read('x') ?? 'phases',
    ...(view ? { view } : {}),
    ...(range ? { range } : {}),
    story: read('st'),
    semantics: read('sem'),
    digest: read('d'),
  };
  for (const key of fields.keys())
    problems.push(invalid(key, 'expected a field of a link; this one is unknown'));
  return { link, problems: problems.slice(0, MOST) };
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
