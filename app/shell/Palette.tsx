/** The command palette: a field that filters, and groups to pick from. The focus stays in the field, as of a combobox. */
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { listExamples } from '../run/examples.ts';
import { useHazards, useShipped } from '../run/queries.ts';
import { palette as texts } from '../texts/palette.ts';
import { useTerms } from '../ui/terms.ts';
import type { Place } from './commands.ts';
import { type Fetched, type Find, findsOf, ranked, type StoryFound } from './finds.ts';
import './palette.css';

/** The stories with the titles of their steps. One that cannot be fetched is left out. */
async function fetchStories(signal: AbortSignal): Promise<readonly StoryFound[]> {
  const { listStories, fetchStory } = await import('../story/library.ts');
  const list = await listStories(signal);
  if (!list.ok) return [];
  return Promise.all(
    list.value.map(async (listed) => {
      const story = await fetchStory(listed.id, signal);
      return { ...listed, steps: story.ok ? story.value.steps.map((step) => step.title) : [] };
    }),
  );
}

async function fetchScripts(signal: AbortSignal) {
  const list = await listExamples(signal);
  return list.ok ? list.value : [];
}

const NONE: readonly never[] = [];

function useFetched({ engine, info }: Place): Fetched {
  const stories = useQuery({
    queryKey: ['palette', 'stories'],
    queryFn: ({ signal }) => fetchStories(signal),
  });
  const scripts = useQuery({
    queryKey: ['palette', 'scripts'],
    queryFn: ({ signal }) => fetchScripts(signal),
  });
  const shipped = useShipped();
  const hazards = useHazards(engine, info);
  const terms = useTerms();
  return {
    stories: stories.data ?? NONE,
    scripts: scripts.data ?? NONE,
    recordings: shipped.data ?? NONE,
    hazards: hazards.data ?? NONE,
    terms: [...new Set(terms.values())],
  };
}

interface Props {
  readonly place: Place;
  /** What was typed before it was there. */
  readonly typed: { current: string | null };
  readonly onClose: () => void;
}

export default function Palette({ place, typed, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const groups = ranked(findsOf(place, words, useFetched(place)), words);
  const found = groups.flatMap(({ finds }) => finds);
  const active = Math.min(at, found.length - 1);
  useEffect(() => {
    dialog.current?.showModal();
    if (typed.current) setWords(typed.current);
    typed.current = null;
  }, [typed]);
  useEffect(() => {
    document.getElementById(`${id}${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);

  // Closed first, so that the command finds the page as it was, with the focus where it came from.
  const pick = (picked: Find | undefined) => {
    if (!picked) return;
    dialog.current?.close();
    picked.run(place);
  };
  const keys = (e: KeyboardEvent) => {
    const to = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 8,
      PageUp: active - 8,
    }[e.key];
    if (to !== undefined) setAt(Math.max(0, Math.min(found.length - 1, to)));
    else if (e.key === 'Enter') pick(found[active]);
    else return;
    e.preventDefault();
  };
  return (
    <dialog className="modal palette" ref={dialog} aria-label={texts.commands} onClose={onClose}>
      <input
        className="input"
        type="text"
        role="combobox"
        aria-label={texts.find}
        placeholder={texts.example}
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={found.length > 0 ? `${id}${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        value={words}
        onChange={(e) => {
          setWords(e.target.value);
          setAt(0);
        }}
        onKeyDown={keys}
      />
      <div className="palette-list" role="listbox" id={id} aria-label={texts.commands}>
        {groups.map(({ group, finds }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options in a list of them
          <div key={group} role="group" aria-label={texts.groups[group]}>
            <p className="palette-group" aria-hidden="true">
              {texts.groups[group]}
            </p>
            {finds.map((item) => (
              <Item
                key={item.id}
                id={`${id}${found.indexOf(item)}`}
                item={item}
                active={item === found[active]}
                onPick={() => pick(item)}
              />
            ))}
          </div>
        ))}
      </div>
      <p className="spoken" role="status">
        {found.length === 0 ? texts.noneHeard : texts.found(found.length)}
      </p>
      {found.length === 0 && <p className="palette-none muted">{texts.none}</p>}
    </dialog>
  );
}

interface ItemProps {
  readonly id: string;
  readonly item: Find;
  readonly active: boolean;
  readonly onPick: () => void;
}

function Item({ id, item: { group, title, detail }, active, onPick }: ItemProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
    <div className="palette-item" id={id} role="option" aria-selected={active} tabIndex={-1} onClick={onPick}>
      <span>{title}</span>
      {detail !== '' &&
        (group === 'commands' ? <kbd>{detail}</kbd> : <span className="muted">{detail}</span>)}
    </div>
  );
}
