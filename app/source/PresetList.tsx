/** All presets by group, each with its question; a word narrows the list down. Arrow keys go from one to the next. */
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { groupLabel, PRESET_GROUPS, PRESETS, type Preset } from '../../engine/index.ts';
import { choose } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { presets as texts } from '../texts/source.ts';
import { Button } from '../ui/Button.tsx';
import './presets.css';

const touched = matchMedia('(pointer: coarse)').matches;

/** `onPick` is called with the button, after its preset was put on screen. */
export default function PresetList({ onPick }: { onPick?: (button: HTMLElement) => void }) {
  const [words, setWords] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const current = useChosen((s) => (s.choice.kind === 'preset' ? s.choice.preset : null));
  const groups = useRef<HTMLDivElement>(null);
  const wanted = words.toLowerCase().split(/\s+/);
  const found = PRESETS.filter((p) => {
    const text = `${p.id} ${p.title} ${p.question}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  return (
    <div className="presets">
      <input
        ref={field}
        type="search"
        className="input"
        aria-label={texts.find}
        placeholder={texts.example}
        value={words}
        onChange={(e) => setWords(e.target.value)}
        onKeyDown={(e) => {
          if (e.key !== 'ArrowDown') return;
          e.preventDefault();
          groups.current?.querySelector('button')?.focus();
        }}
      />
      <p className="spoken" role="status">
        {words !== '' && texts.found(found.length, PRESETS.length)}
      </p>
      {found.length === 0 && <p className="muted">{texts.none}</p>}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it moves the focus among the buttons in it */}
      <div
        ref={groups}
        className="preset-groups"
        onKeyDown={(e) => {
          // A letter means the field, wherever the focus is.
          if (/^\S$/.test(e.key) && !e.ctrlKey && !e.metaKey && !e.altKey) field.current?.focus();
          else walk(e, field.current);
        }}
      >
        {PRESET_GROUPS.map((group) => (
          <Group
            key={group}
            title={groupLabel(group)}
            presets={found.filter((p) => p.group === group)}
            current={current}
            onPick={(preset, button) => {
              choose({ kind: 'preset', preset: preset.id, overrides: {} });
              onPick?.(button);
            }}
          />
        ))}
      </div>
    </div>
  );
}

interface GroupProps {
  readonly title: string;
  readonly presets: readonly Preset[];
  readonly current: string | null;
  readonly onPick: (preset: Preset, button: HTMLElement) => void;
}

function Group({ title, presets, current, onPick }: GroupProps) {
  const id = useId();
  if (presets.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <ul className="picks">
        {presets.map((preset) => (
          <li key={preset.id}>
            <Button
              look="pick"
              aria-current={preset.id === current || undefined}
              // A dialog gives the focus to its first field, which filters; under a finger that would open a keyboard.
              ref={(el) => void (preset.id === current && touched && el?.setAttribute('autofocus', ''))}
              onClick={(e) => onPick(preset, e.currentTarget)}
            >
              <b>{preset.title}</b>
              <span className="muted">{preset.question}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const MOVES: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** Above the first button is the field. */
function walk(e: KeyboardEvent<HTMLElement>, field: HTMLElement | null): void {
  const by = MOVES[e.key];
  const buttons = [...e.currentTarget.querySelectorAll('button')];
  const at = buttons.indexOf(e.target as HTMLButtonElement);
  if (by === undefined || at < 0) return;
  if (at + by === -1) field?.focus();
  else buttons[Math.max(0, Math.min(buttons.length - 1, at + by))]?.focus();
  e.preventDefault();
  // Elsewhere on the page these keys step and seek.
  e.stopPropagation();
}
