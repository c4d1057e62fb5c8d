/** The left panel for scripts: the draft that the reader keeps, and the run that it became. */
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import {
  type Answer,
  type LineVerdict,
  LONGEST,
  OP_NAMES,
  type OpDone,
  type RunInfo,
  usage,
} from '../../engine/index.ts';
import { type Example, fetchExample, listExamples } from '../run/examples.ts';
import { useAsk } from '../run/useAsk.ts';
import { reportProblems, runScript, seek, setDraft } from '../state/actions.ts';
import type { Draft } from '../state/fields.ts';
import { store, useChosen } from '../state/store.ts';
import { HELP, script as words } from '../texts/script.ts';
import { Marked } from '../ui/Marked.tsx';
import { Menu } from '../ui/Popover.tsx';
import { unpack } from '../ui/pack.ts';
import { Loading } from '../ui/part.tsx';
import { Section } from '../ui/Section.tsx';
import { ScriptEditor } from './ScriptEditor.tsx';
import './script.css';

const MOD = /^(Mac|iP)/.test(navigator.platform) ? '⌘' : 'Ctrl';
const NONE: readonly never[] = [];

export default function ScriptPanel({ info }: { info: RunInfo | null }) {
  const draft = useDraft();
  const packed = useChosen((s) => (s.choice.kind === 'script' ? s.choice.packed : null));
  // A run of another text says nothing about the lines of this one.
  const facts = packed !== null && info?.script?.text === draft?.text ? info?.script : undefined;
  const verdicts = useAsk('verdicts', facts && info ? { run: info.run } : null, { select: byLine }).data;
  const done = useMemo(() => withVerdicts(facts?.done ?? NONE, verdicts), [facts, verdicts]);
  const here = useChosen((s) => lineAt(done, s.step));
  const onLine = useCallback(
    (line: number) => {
      // A comment belongs to what it stands above.
      const i = done.findIndex((d) => d.line >= line);
      if (i >= 0) seek(verdicts?.get(done[i]!.line)?.step ?? effectOf(done, i));
    },
    [done, verdicts],
  );
  if (!draft) return <Loading />;
  return (
    <div className="script">
      <h1 className="spoken">{words.script}</h1>
      <ScriptEditor
        text={draft.text}
        onEdit={edit}
        onRun={(text) => void runScript(text)}
        problems={facts?.notes ?? NONE}
        done={done}
        here={here}
        onLine={onLine}
      >
        <Examples />
      </ScriptEditor>
      <p className="muted">
        <Marked text={words.keys(MOD)} />
      </p>
      {packed !== null && packed.length > LONGEST.packed && (
        <p className="warn">{words.tooLong(packed.length, LONGEST.packed)}</p>
      )}
      <Section title={words.operations} folded>
        <dl className="operations">
          {OP_NAMES.map((op) => (
            <div key={op}>
              <dt>
                <code>{usage(op)}</code>
              </dt>
              <dd className="muted">{HELP[op]}</dd>
            </div>
          ))}
        </dl>
        <p className="muted">
          <Marked text={words.syntax} />
        </p>
      </Section>
    </div>
  );
}

const byLine = ({ verdicts }: Answer<'verdicts'>): ReadonlyMap<number, LineVerdict> =>
  new Map(verdicts.map((verdict) => [verdict.line, verdict]));

/** What khugepaged decided says more than that its pass returned 0. */
const withVerdicts = (
  done: readonly OpDone[],
  verdicts: ReadonlyMap<number, LineVerdict> | undefined,
): readonly OpDone[] =>
  done.map((op) => {
    const verdict = verdicts?.get(op.line);
    return verdict ? { ...op, says: words.verdict(verdict.collapsed, verdict.refused) } : op;
  });

/** The step of the last event that an operation caused; where there is none, that of its return. */
function effectOf(done: readonly OpDone[], i: number): number {
  const { step } = done[i]!;
  const begun = (done[i - 1]?.step ?? 0) + 1;
  return step - begun > 1 ? step - 1 : step;
}

const edit = (text: string) => setDraft(text, store.getState().draft?.packed ?? null);

/** The line whose operation led to the step: the first one done at it or after it. */
function lineAt(done: readonly OpDone[], step: number): number | null {
  return step === 0 ? null : (done.find((d) => d.step >= step)?.line ?? null);
}

/** The draft; at first, and when a link brings another script, that script; without one, the first example. */
function useDraft(): Draft | null {
  const draft = useChosen((s) => s.draft);
  const packed = useChosen((s) => (s.choice.kind === 'script' ? s.choice.packed : null));
  const stale = packed !== null ? draft?.packed !== packed : draft === null;
  useEffect(() => {
    if (!stale) return;
    let left = false;
    const text = packed !== null ? unpack(packed) : firstExample();
    void text.then((t) => !left && setDraft(t ?? '', packed));
    return () => {
      left = true;
    };
  }, [stale, packed]);
  return draft;
}

async function firstExample(): Promise<string | null> {
  const list = await listExamples();
  const example = list.ok ? list.value[0] : undefined;
  const text = example && (await fetchExample(example));
  return text?.ok ? text.value : null;
}

async function open(example: Example): Promise<void> {
  const text = await fetchExample(example);
  if (text.ok) await runScript(text.value);
  else reportProblems(text.problem);
}

function Examples() {
  const examples = useQuery({ queryKey: ['scripts'], queryFn: ({ signal }) => listExamples(signal) });
  const list = examples.data?.ok ? examples.data.value : [];
  return (
    <Menu
      label={words.examples}
      face={words.examples}
      note={examples.data?.ok === false ? examples.data.problem.message : undefined}
      items={list.map((example) => ({
        id: example.name,
        label: example.title,
        onPick: () => void open(example),
      }))}
    />
  );
}
