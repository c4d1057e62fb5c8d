/** What a file says of a run beside its events, as JSON. The decoder is written first and the type derived from it. */

import * as v from 'valibot';
import { later, worded } from '../../base/language.ts';
import * as LONGEST from '../../base/longest.ts';
import { bad, ok, type Result } from '../../base/result.ts';
import { GIB, MIB, PAGE_BYTES } from '../../base/units.ts';
import { ACTORS, actorOf, PHASES, type Subject } from '../../event/actor.ts';
import { K, type KindKey } from '../../event/event.ts';
import { BOUNDS, type Stopped } from '../../log/bounds.ts';
import { MAX_ORDER } from '../../mm/system.ts';

/** Events of a run that may be opened: a run that was stopped at its bound ends a little behind it, and may have gone on once. */
export const MOST_EVENTS = 2 * BOUNDS.events + (1 << 24);
/** Pages of the largest guest. */
const MOST_PAGES = (64 * GIB) / PAGE_BYTES;
/** Times of the log have 48 bits. */
const MOST_TIME = 2 ** 48 - 1;
/** Bytes. A recording of a 16 GiB guest has 30 MiB, and some more as a part of JSON. */
export const MOST_FACTS = 96 * MIB;

const whole = (min: number, max: number) =>
  v.pipe(
    v.number(later`expected a number`),
    v.check(
      (n) => Number.isSafeInteger(n) && n >= min && n <= max && !Object.is(n, -0),
      (issue) => worded`expected a whole number from ${min} to ${max}, got ${String(issue.input)}`,
    ),
  );
const count = whole(0, Number.MAX_SAFE_INTEGER);
const number = v.pipe(
  v.number(later`expected a number`),
  v.check((n) => Number.isFinite(n) && !Object.is(n, -0), later`expected a number`),
);
const text = v.string(later`expected text`);
/** A text of at most so many characters. */
const short = (most: number) => v.pipe(text, v.maxLength(most, later`expected at most ${most} characters`));
const yes = v.boolean(later`expected true or false`);
/** It stands at the beginning of sentences, and of cells in tables: no formula may begin there. */
const hostName = v.pipe(
  text,
  v.regex(/^[a-z][a-z0-9 ]{0,30}$/i, later`expected a name of letters and digits`),
);

const CASTS: { readonly [C in Subject]: true } = { qemu: true, criu: true, tracking: true, script: true };
export const ORIGIN_KINDS = ['scenario', 'script', 'recording'] as const;

const STOPPERS = ['events', 'memory', 'time', 'reader'] as const satisfies readonly Stopped['by'][];

const thpEnabled = v.picklist(['always', 'madvise', 'never'], later`expected always, madvise or never`);
const sizeEnabled = v.picklist(
  ['always', 'inherit', 'madvise', 'never'],
  later`expected always, inherit, madvise or never`,
);
const thpDisable = v.picklist(
  ['off', 'completely', 'except-advised'],
  later`expected off, completely or except-advised`,
);

const place = { line: count, column: count, endColumn: count };

const factsSchema = v.strictObject({
  /** Of the whole log, as links have it. */
  digest: v.pipe(text, v.regex(/^[0-9a-f]{16}$/, later`expected 16 hex digits`)),
  events: whole(0, MOST_EVENTS),
  pages: whole(1, MOST_PAGES),
  /** Folios are told one by one from the first event on. */
  tracksFolios: yes,
  hosts: v.nullable(v.strictTuple([hostName, hostName])),
  cast: v.picklist(Object.keys(CASTS) as Subject[], later`expected one of ${Object.keys(CASTS).join(', ')}`),
  timeNs: whole(0, MOST_TIME),
  /** Kinds, by key, with the actor, host and vCPU of the log, in the order in which the log has them first. */
  symbols: v.pipe(
    v.array(
      v.pipe(
        v.strictTuple([text, whole(0, 255)]),
        v.check(
          ([key]) => Object.hasOwn(K, key),
          (issue) => worded`this Faultline knows no event ${JSON.stringify(issue.input[0].slice(0, 40))}`,
        ),
        v.check(([, who]) => actorOf(who) < ACTORS.length, later`expected an actor`),
      ),
      later`expected kinds of events`,
    ),
    v.check(
      (list) => new Set(list.map(String)).size === list.length,
      later`expected each kind of event once`,
    ),
  ),
  phases: v.array(
    v.strictObject({
      name: v.picklist(PHASES, later`expected a phase`),
      label: short(LONGEST.line),
      step: count,
      timeNs: whole(0, MOST_TIME),
    }),
    later`expected phases`,
  ),
  verdict: v.strictObject({
    lostPages: count,
    stalePages: count,
    flagsEqual: yes,
    allHuge: yes,
    aborted: yes,
    flagsAtEnd: short(LONGEST.vmas),
    wastedBytes: count,
  }),
  counters: v.record(short(LONGEST.name), number, later`expected counters`),
  /** Of a run that met a bound: which, and how far it was. */
  stopped: v.optional(
    v.strictObject({
      by: v.picklist(STOPPERS, later`expected one of ${STOPPERS.join(', ')}`),
      phase: v.picklist(PHASES, later`expected a phase`),
      pass: count,
      done: count,
      of: count,
      converges: v.nullable(yes),
    }),
  ),
  /** What was run: the scenario as JSON, the script, or the recording; and how it was called and linked to when it was saved. */
  origin: v.strictObject({
    kind: v.picklist(ORIGIN_KINDS, later`expected one of ${ORIGIN_KINDS.join(', ')}`),
    text,
    title: short(LONGEST.name),
    link: v.nullable(
      v.pipe(short(LONGEST.address), v.regex(/^https?:\/\/[!-~]+$/, later`expected an address`)),
    ),
    /** Number of the engine's rules that made the log (SEMANTICS of the worker). */
    semantics: whole(0, 0xffff),
  }),
  /** Of a script: what became of its operations. Its text is the origin. */
  script: v.optional(
    v.strictObject({
      question: short(LONGEST.line),
      done: v.array(v.strictObject({ line: count, step: count, says: short(LONGEST.words) })),
      notes: v.array(v.strictObject({ ...place, message: short(LONGEST.words) })),
      /** What operations set of transparent huge pages, where they did. */
      settings: v.optional(
        v.array(
          v.strictObject({
            step: count,
            enabled: thpEnabled,
            sizes: v.pipe(
              v.array(sizeEnabled),
              v.length(MAX_ORDER + 1, later`expected a size for each order`),
            ),
            disable: v.strictTuple([thpDisable, thpDisable]),
          }),
        ),
      ),
    }),
  ),
  /** Of a recording: what was measured beside what was predicted, KiB. */
  recording: v.optional(
    v.strictObject({
      name: short(LONGEST.name),
      samples: v.array(
        v.strictObject({
          step: count,
          timeNs: whole(0, MOST_TIME),
          anonHuge: number,
          rss: number,
          predictedAnonHuge: number,
          predictedRss: number,
          flags: short(LONGEST.words),
        }),
      ),
      worstAnonHugeKiB: number,
      worstRssKiB: number,
      flagsDiffer: count,
    }),
  ),
  /** Of a recording: what its host said of transparent huge pages. */
  enabled: v.optional(thpEnabled),
});

export type Facts = v.InferOutput<typeof factsSchema>;
export type Symbols = readonly (readonly [kind: KindKey, who: number])[];

/** The facts as bytes: fields in the schema's order, whatever order they came in. Throws when they are none. */
export function encodeFacts(facts: Facts): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(v.parse(factsSchema, facts)));
}

/** Validates bytes that claim to be facts; the problem names the field. Bytes that `encodeFacts` would write otherwise are
 *  refused, so that whoever opens a file and writes it again writes the same. */
export function decodeFacts(bytes: Uint8Array): Result<Facts> {
  let json: string;
  let input: unknown;
  try {
    json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    input = JSON.parse(json);
  } catch {
    return bad('syntax', 'timeline', worded`timeline: expected facts as JSON in UTF-8`);
  }
  const parsed = v.safeParse(factsSchema, input);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    const where = v.getDotPath(issue) ?? 'facts';
    return bad('invalid', where, worded`timeline, ${where}: ${issue.message}`);
  }
  const facts = parsed.output;
  const problem = stepsOf(facts);
  if (problem) return problem;
  if (JSON.stringify(facts) !== json)
    return bad('syntax', 'timeline', worded`timeline: expected facts as Faultline writes them`);
  return ok(facts);
}

/** Steps that things are said to have happened at are steps of the log, and phases follow one another. */
function stepsOf(facts: Facts): ReturnType<typeof bad> | null {
  const { events, phases, script, recording } = facts;
  const lists = {
    phases,
    'script.done': script?.done ?? [],
    'script.settings': script?.settings ?? [],
    'recording.samples': recording?.samples ?? [],
  };
  for (const [name, list] of Object.entries(lists)) {
    let before = 0;
    for (const [i, { step }] of list.entries()) {
      const where = `${name}.${i}.step`;
      // The last operation of a script may have done nothing yet when it stopped.
      const most = name === 'phases' ? events + 1 : events;
      if (step < before || step > most)
        return bad(
          'invalid',
          where,
          worded`timeline, ${where}: expected a step from ${before} to ${most}, got ${step}`,
        );
      before = step;
    }
  }
  return null;
}
