/** All presets by group, each with its question; a word narrows the list down. Arrow keys go from one to the next. */
import { type KeyboardEvent, useId, useState } from 'react';
import { groupLabel, PRESET_GROUPS, PRESETS, type Preset } from '../../engine/index.ts';
import { choose } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { presets as texts } from '../texts/source.ts';
import { Button } from '../ui/Button.tsx';
import './presets.css';

/** `onPick` is called with the button, after its preset was put on screen. */
export default function PresetList({ onPick }: { onPick?: (button: HTMLElement) => void }) {
  const [words, setWords] = useState('');
  const current = useChosen((s) => (s.choice.kind === 'preset' ? s.choice.preset : null));
  const wanted = words.toLowerCase().split(/\s+/);
  const found = PRESETS.filter((p) => {
    const text = `${p.id} ${p.title} ${p.question}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  return (
    <div className="presets">
      <input
        type="search"
        className="input"
        aria-label={texts.find}
        placeholder={texts.example}
        value={words}
        onChange={(e) => setWords(e.target.value)}
      />
      <p className="spoken" role="status">
        {words !== '' && texts.found(found.length, PRESETS.length)}
      </p>
      {found.length === 0 && <p className="muted">{texts.none}</p>}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it moves the focus among the buttons in it */}
      <div className="preset-groups" onKeyDown={walk}>
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
              // A dialog that opens looks for this attribute, which React's own autoFocus does not set.
              ref={(el) => void (preset.id === current && el?.setAttribute('autofocus', ''))}
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

function walk(e: KeyboardEvent<HTMLElement>): void {
  const by = MOVES[e.key];
  const buttons = [...e.currentTarget.querySelectorAll('button')];
  const at = buttons.indexOf(e.target as HTMLButtonElement);
  if (by === undefined || at < 0) return;
  buttons[Math.max(0, Math.min(buttons.length - 1, at + by))]?.focus();
  e.preventDefault();
  // Elsewhere on the page these keys step and seek.
  e.stopPropagation();
}
