/** Links as text and back: `#v=1&p=qemu-as-mailed&guest.bytes=1073741824&s=12482&l=migration&page=0x1a47&sem=1&d=…`.
 *  A link holds inputs and a place, never states. Decoding takes any string and never throws; a field that cannot be read
 *  fails alone, with its name. */
import * as v from 'valibot';
import { LONGEST, type Problem, worded } from '../../engine/index.ts';
import { type LinkInput, partsOf, takeInput } from '../state/choice.ts';
import { FIELDS } from '../state/fields.ts';
import { type Codec, codec, join, matching, reportRest, take, textsOf, whole } from '../state/linktext.ts';
import { type Fields, formatFields, type LinkOf, takeFields } from '../state/table.ts';

/** Changes when a field changes its meaning; a newer one is refused with its own message. */
const LINK_VERSION = 1;
/** Problems that are reported of one link. */
const REPORTED = 5;

const VERSION = codec<number | null>(
  'v',
  whole(worded`a link version as a whole number`, Number.MAX_SAFE_INTEGER),
  null,
);

/** What a link says of the run it was made from: its events, digests of parts of them, and the rules it was made by. */
interface OfRun {
  readonly checkpoints: { readonly steps: number; readonly letters: string } | null;
  readonly semantics: number | null;
  readonly digest: string | null;
}
const OF_RUN: { readonly [K in keyof OfRun]: { readonly initial: null; readonly link: Codec<OfRun[K]> } } = {
  checkpoints: {
    initial: null,
    link: codec(
      'c',
      v.pipe(
        matching(/^\d{1,15}\.[\w-]{64}$/, worded`the events of a run and 64 letters of its checkpoints`),
        v.transform((text) => {
          const [steps, letters] = text.split('.') as [string, string];
          return { steps: Number(steps), letters };
        }),
      ),
      null,
      { format: ({ steps, letters }) => `${steps}.${letters}` },
    ),
  },
  semantics: {
    initial: null,
    link: codec('sem', whole(worded`the engine's semantics as a whole number`, 0xffff), null),
  },
  digest: {
    initial: null,
    link: codec('d', matching(/^[0-9a-f]{16}$/, worded`a digest of 16 hexadecimal digits`), null),
  },
};

/** What a link holds of a table of fields. */
export type LinkTo<F extends Fields> = { readonly input: LinkInput } & LinkOf<F> & OfRun;
export type Link = LinkTo<typeof FIELDS>;

export interface Decoded<L> {
  /** Null when nothing of the link can be shown. */
  readonly link: L | null;
  readonly problems: readonly Problem[];
}

export const { encodeLink, decodeLink } = linksOf(FIELDS);

/** Both ways between links and the values of a table. */
export function linksOf<F extends Fields>(fields: F) {
  function encodeLink(link: LinkTo<F>): string {
    return `#${join([
      [VERSION.key, String(LINK_VERSION)],
      ...partsOf(link.input),
      ...formatFields(fields, link),
      ...formatFields(OF_RUN, link),
    ])}`;
  }

  /** `hash` with or without its `#`; an empty one is no link and no problem. */
  function decodeLink(hash: string): Decoded<LinkTo<F>> {
    const text = hash.startsWith('#') ? hash.slice(1) : hash;
    if (text === '') return { link: null, problems: [] };
    if (text.length > LONGEST.link)
      return refuse(
        'too-large',
        'link',
        worded`expected at most ${LONGEST.link} characters, got ${text.length}`,
      );
    const problems: Problem[] = [];
    const texts = textsOf(text, problems);
    const version = take(VERSION, texts, problems);
    if (version !== null && version > LINK_VERSION)
      return refuse(
        'newer-version',
        'v',
        worded`expected a link of version ${LINK_VERSION} or older, got ${version}`,
      );
    const input = takeInput(texts, problems);
    if (!input) return { link: null, problems: problems.slice(0, REPORTED) };
    const link = {
      input,
      ...takeFields(fields, texts, problems),
      ...takeFields(OF_RUN, texts, problems),
    };
    reportRest(texts, problems);
    return { link, problems: problems.slice(0, REPORTED) };
  }

  return { encodeLink, decodeLink };
}

function refuse(code: Problem['code'], where: string, message: string): Decoded<never> {
  return { link: null, problems: [{ code, where, message: worded`${where}: ${message}` }] };
}
