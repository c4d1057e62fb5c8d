/** Guards the answers: what changed a field last really did, chains end in decisions without a gap, and the questions of the
 *  famous stories get the answers that the stories tell. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { findHazards } from '../check/hazards/find.ts';
import type { Link } from '../check/hazards/hazard.ts';
import { randomScript } from '../conformance/random.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import type { Host } from '../event/pageword.ts';
import { eventsOfPage, versionsAfter } from '../lookup/events.ts';
import { findPreset, PRESETS, withOverrides } from '../scenario/presets.ts';
import { type Scenario, WORKLOADS } from '../scenario/schema.ts';
import { playScript } from '../script/play.ts';
import { type Run, simulate } from '../sim/run.ts';
import { makeFixture } from '../testing/recording.ts';
import { playRecording } from '../trace/play.ts';
import { Replica } from '../view/replica.ts';
import { type Explained, Explainer } from './explain.ts';
import { FIELD_IDS, reader } from './field.ts';

const MIB = 1 << 20;
const noPause = async (): Promise<void> => {};
/** A section of FACTS and a number, with a part of it or not. */
const RULE = /^(S|V|F|Z|U|K|D|C|Q|H|E|P|N)\d+[a-z]?(\.\d+)?$/;

/** What no function of a kernel or of a tool does: accesses, phases, words of checks, scripts and readers. */
const NO_FUNCTION: readonly number[] = [
  K.PHASE,
  K.POPULATE,
  K.READ,
  K.WRITE,
  K.FILL,
  K.LOST,
  K.TRACK_START,
  K.TRACK_TAKE,
  K.INJECT,
  K.OP,
];

function simulated(id: string, overrides: Record<string, unknown> = {}): Run {
  const preset = findPreset(id);
  const made = preset.ok ? withOverrides(preset.value, overrides) : preset;
  if (!made.ok) throw new Error(made.problem.message);
  return simulate(made.value as Scenario);
}

function scripted(text: string): Explained & { steps: number } {
  const played = playScript(text);
  if (!played.ok) throw new Error(played.problem.message);
  return { ...played.value, steps: played.value.recorder.columns.length };
}

/** Steps rise; a link's cause is a link before it, or it is a decision and says whose; each names its rule. */
function checkChain(run: Explained, chain: readonly Link[], name: string): void {
  const { columns } = run.recorder;
  const steps = chain.map((l) => l.step);
  chain.forEach((l, i) => {
    const what = `${name}, link ${l.step}`;
    if (i > 0) expect(l.step, what).toBeGreaterThan(steps[i - 1]!);
    const cause = columns.cause(l.step - 1);
    expect(l.cause, what).toBe(cause === NO_CAUSE ? null : cause + 1);
    if (l.cause === null) expect(l.by, what).not.toBeNull();
    else expect(steps.slice(0, i), what).toContain(l.cause);
    expect(l.words.length, what).toBeGreaterThan(8);
    expect(l.rule, what).toMatch(RULE);
    if (!NO_FUNCTION.includes(columns.kind(l.step - 1))) expect(l.fn, what).not.toBe('');
  });
  if (chain.length > 0) expect(chain[0]?.cause, name).toBeNull();
}

async function ask(
  run: Explained,
  page: number,
  host: Host,
  step: number,
  id: Parameters<Explainer['why']>[3],
) {
  const answer = await new Explainer(run, noPause).why(page, host, step, id);
  if (answer) checkChain(run, answer.chain, `${id} of ${page} at ${step}`);
  return answer!;
}

describe('every hazard of every preset', () => {
  it.each(PRESETS.map((p) => p.id))('%s: its chain is complete', (id) => {
    const run = simulated(id);
    for (const hazard of findHazards(run)) {
      expect(hazard.chain.length).toBeGreaterThan(0);
      checkChain(run, hazard.chain, `${id} ${hazard.id}`);
    }
  });
});

describe('a field', () => {
  const systems = ['qemu-as-mailed', 'qemu-no-nohugepage', 'criu-2017', 'h22-false-dirt', 'h19-cancelled'];

  it('was changed last by the event that the answer ends with, in any run', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...systems),
        fc.nat(1e6),
        fc.constantFrom(...WORKLOADS),
        fc.array(
          fc.tuple(fc.nat(1e6), fc.nat(1e6), fc.constantFrom(...FIELD_IDS), fc.constantFrom<Host>(0, 1)),
          {
            minLength: 30,
            maxLength: 30,
          },
        ),
        async (id, seed, workload, asked) => {
          const run = simulated(id, {
            'guest.seed': seed,
            'guest.bytes': 16 * MIB,
            ...(id.startsWith('criu') ? {} : { 'guest.workload': workload }),
          });
          const { recorder } = run;
          const { columns, keyframes, state } = recorder;
          const replica = new Replica(columns, keyframes, state.pages);
          const explainer = new Explainer(run, noPause);
          for (const [p, s, field, host] of asked) {
            const page = p % state.pages;
            const step = s % (columns.length + 1);
            const read = (at: number): number =>
              field === 'version'
                ? versionsAfter(
                    columns,
                    eventsOfPage(columns, page).filter((n) => n < at),
                  )[host]
                : reader(field, page, host)(replica.seek(at));
            const is = read(step);
            const answer = (await explainer.why(page, host, step, field))!;
            checkChain(run, answer.chain, `${field} of ${page} at ${step}`);
            const last = answer.chain.at(-1)?.step ?? 0;
            expect(last).toBeLessThanOrEqual(step);
            expect(read(last)).toBe(is);
            if (last > 0) expect(read(last - 1)).not.toBe(is);
            else expect(is).toBe(read(0));
            // Nothing in between changed it and changed it back.
            for (let i = 1; i < 8; i++) expect(read(last + Math.floor(((step - last) * i) / 8))).toBe(is);
          }
        },
      ),
      { numRuns: 20, seed: 5 },
    );
  }, 120_000);

  it('is found across keyframes', async () => {
    const run = simulated('qemu-as-mailed', { 'guest.bytes': 128 * MIB });
    const { columns, keyframes, state } = run.recorder;
    expect(keyframes.length).toBeGreaterThan(0);
    // A page sent once, before the first keyframe.
    const answer = await ask(run, 3, 0, columns.length, 'bit-0');
    expect(answer.chain.at(-1)?.step).toBeLessThan((keyframes[0] as { step: number }).step);
    expect(state.src.words[3]).toBeGreaterThan(0);
  });
});

describe('why did no fault come here?', () => {
  it('a lost page of the broken order: khugepaged came before REGISTER', async () => {
    const run = simulated('qemu-no-nohugepage');
    const h2 = findHazards(run).find((h) => h.id === 'H2');
    const page = h2!.firstPages[0]!;
    const end = run.recorder.columns.length;
    const answer = await ask(run, page, 1, end, 'no-fault');
    expect(answer.sentence).toMatch(
      /^khugepaged collapsed the region at step [\d,]+, before it was armed at step/,
    );
    expect(answer.rule).toBe('K5');
    const kinds = answer.chain.map((l) => run.recorder.columns.kind(l.step - 1));
    for (const kind of [K.DONTNEED, K.ZAP, K.KH_WAKE, K.COLLAPSE, K.LOST, K.REGISTER])
      expect(kinds).toContain(kind);
  });

  it('a page that the background brought, one that precopy left, and a hole', async () => {
    const run = simulated('qemu-as-mailed');
    const { columns, state } = run.recorder;
    const said = new Set<string>();
    const explainer = new Explainer(run, noPause);
    for (let page = 0; page < state.pages; page += 97) {
      const offers = explainer.offers(page, columns.length);
      const faulted = eventsOfPage(columns, page).some((n) => columns.kind(n) === K.UFFD_FAULT);
      expect(offers.some((o) => o.id === 'no-fault')).toBe(!faulted);
      if (faulted) continue;
      const answer = await explainer.why(page, 1, columns.length, 'no-fault');
      said.add(answer?.sentence.replace(/[\d,]+/g, '#') ?? '');
    }
    expect([...said].some((s) => s.startsWith('Its content arrived before anybody touched it'))).toBe(true);
    expect([...said].some((s) => s.startsWith('It was already there'))).toBe(true);
    const listening = run.phases.find((p) => p.name === 'postcopy')!.step!;
    const hole = new Replica(columns, [], state.pages)
      .seek(listening)
      .dst.words.findIndex((w) => (w & 1) === 0);
    expect((await ask(run, hole, 1, listening, 'no-fault')).sentence).toMatch(
      /the first touch will send a message/,
    );
  });

  it('the huge zero page, and memory that nobody armed', async () => {
    const zero = simulated('h08-huge-zero-page');
    const page = findHazards(zero).find((h) => h.id === 'H8')!.firstPages[0]!;
    const end = zero.recorder.columns.length;
    expect(await ask(zero, page, 1, end, 'no-fault')).toMatchObject({ rule: 'F3' });
    const late = scripted('mmap A 2m\nuffd-open\nread A 0');
    expect((await ask(late, 0, 1, late.steps, 'no-fault')).sentence).toMatch(
      /in memory that was never armed/,
    );
  });
});

describe('why was this region not collapsed?', () => {
  it.each([
    ['nh', 'qemu-as-mailed', 'discard', 'V10', /has nh since/],
    ['no visit', 'qemu-no-nohugepage', 'discard', 'K3', /has not woken yet/],
  ])('%s', async (_, id, phase, rule, words) => {
    const run = simulated(id);
    const at = run.phases.findIndex((p) => p.name === phase);
    const step = run.phases[at + 1]!.step! - 2;
    const state = new Replica(run.recorder.columns, [], run.recorder.state.pages).seek(step);
    const region = state.dst.pmd.indexOf(1);
    const answer = await ask(run, region * 512 + 7, 1, step, 'not-collapsed');
    expect(answer.sentence).toMatch(words);
    expect(answer.rule).toBe(rule);
  });

  it.each([
    ['h10-pieces-stop-khugepaged', 'page_compound', 'K9', /is a piece of a large folio/],
    ['h13-zero-pages-armed', 'exceed_none_pte', 'K4.3', /armed memory is refused.* is a zero page/],
    ['h11-no-huge-page', 'alloc_huge_page_failed', 'K10', /no 2 MiB page was free/],
  ])('%s: the verdict, and the entry that made it', async (id, verdict, rule, words) => {
    const run = simulated(id);
    const hazard = findHazards(run).find((h) => h.id === id.replace(/^h(\d+).*/, 'H$1'));
    const { columns } = run.recorder;
    const visit = eventsOfPage(columns, hazard!.firstPages[0]!).find(
      (n) => columns.kind(n) === K.KH_SCAN && n + 1 >= hazard!.step!,
    )!;
    const answer = await ask(run, hazard!.firstPages[0]!, 1, visit + 1, 'not-collapsed');
    expect(answer.sentence).toMatch(
      new RegExp(`khugepaged last scanned it at step [\\d,]+ and returned ${verdict}`),
    );
    expect(answer.sentence).toMatch(words);
    expect(answer.rule).toBe(rule);
  });

  it('max_ptes_none: the one hole too many', async () => {
    const run = scripted(
      'thp-enabled madvise\nmmap A 2m\nkhugepaged-set max_ptes_none 3\nwrite-range A 0 100p 7\nmadvise A 0 2m HUGEPAGE\nkhugepaged-run 1',
    );
    const answer = await ask(run, 9, 1, run.steps, 'not-collapsed');
    expect(answer.sentence).toMatch(/4 holes or zero pages .* page 0x67 is a hole/);
  });
});

describe('why was this page sent twice?', () => {
  const count = async (id: string, words: RegExp): Promise<number> => {
    const run = simulated(id);
    const explainer = new Explainer(run, noPause);
    const { columns, state } = run.recorder;
    let found = 0;
    for (let page = 0; page < state.pages; page += 61) {
      const offered = explainer.offers(page, columns.length).some((o) => o.id === 'sent-again');
      const answer = await explainer.why(page, 0, columns.length, 'sent-again');
      expect(answer !== null).toBe(offered);
      if (!answer) continue;
      checkChain(run, answer.chain, `sent-again ${page}`);
      expect(answer.sentence).not.toMatch(/does not record/);
      if (words.test(answer.sentence)) found++;
    }
    return found;
  };
  it('it was written in between', async () =>
    expect(await count('qemu-as-mailed', /written after it was sent/)).toBeGreaterThan(0));
  it('its bit was read too late', async () =>
    expect(await count('h22-false-dirt', /with the same content/)).toBeGreaterThan(0));
  it('the connection broke', async () =>
    expect(await count('h18-network-lost', /lost with the connection/)).toBeGreaterThan(0));
  it('a neighbour was written', async () =>
    expect(await count('criu-2017', /a write to a neighbour/)).toBeGreaterThan(0));
});

describe('why does this vCPU wait?', () => {
  it('while it does, with how far the request has come', async () => {
    const run = simulated('qemu-as-mailed');
    const { columns, state } = run.recorder;
    const explainer = new Explainer(run, noPause);
    const stages = new Set<string>();
    let n = 0;
    for (let at = 0; at < columns.length && n < 40; at++) {
      if (columns.kind(at) !== K.UFFD_FAULT) continue;
      n++;
      const page = columns.page(at);
      for (const event of eventsOfPage(columns, page).filter((e) => e >= at)) {
        const waits = new Replica(columns, [], state.pages).seek(event + 1).dst.words[page]! & 256;
        const answer = await explainer.why(page, 1, event + 1, 'waits');
        expect(answer !== null).toBe(waits !== 0);
        if (!answer) break;
        expect(answer.chain.map((l) => l.step)).toContain(at + 1);
        checkChain(run, answer.chain, `waits ${page}`);
        stages.add(answer.sentence.split(': ')[1]!);
      }
    }
    expect(stages.size).toBeGreaterThan(3);
  }, 120_000);
});

describe('any log', () => {
  /** Every question of pages here and there: answers are whole, and nothing is asked in vain. */
  async function askAll(run: Explained, seed: number): Promise<number> {
    const { columns, state } = run.recorder;
    const explainer = new Explainer(run, noPause);
    const random = new Random(seed, 0);
    let answers = 0;
    for (let i = 0; i < 12; i++) {
      const page = random.below(state.pages);
      const step = random.below(columns.length + 1);
      for (const { id, host } of explainer.offers(page, step)) {
        const answer = (await explainer.why(page, host, step, id))!;
        const name = `${id} of ${page} on ${host} at ${step}: ${answer.sentence}`;
        checkChain(run, answer.chain, name);
        expect(answer.sentence, name).not.toMatch(/undefined|NaN|step 0\b|step -/);
        if (answer.rule !== '') expect(answer.rule, name).toMatch(RULE);
        answers++;
      }
      const field = FIELD_IDS[random.below(FIELD_IDS.length)]!;
      const answer = (await explainer.why(page, (i & 1) as Host, step, field))!;
      checkChain(run, answer.chain, `${field} of ${page} at ${step}`);
    }
    return answers;
  }

  it('of a script', async () => {
    let answers = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const played = playScript(randomScript(seed));
      if (played.ok) answers += await askAll(played.value, seed);
    }
    expect(answers).toBeGreaterThan(100);
  });

  it('of a small run of each preset', async () => {
    let answers = 0;
    for (const { id } of PRESETS) answers += await askAll(simulated(id, { 'guest.bytes': 8 * MIB }), 3);
    expect(answers).toBeGreaterThan(150);
  }, 60_000);

  it('of a recording', async () => {
    const played = playRecording(JSON.stringify(makeFixture()), 'fixture');
    if (!played.ok) throw new Error(played.problem.message);
    expect(await askAll(played.value, 9)).toBeGreaterThan(0);
  });
});
