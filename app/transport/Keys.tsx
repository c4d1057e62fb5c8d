/** Keyboard for the whole page, and the sheet that lists it. */
import { useEffect, useState } from 'react';
import type { RunInfo } from '../../engine/index.ts';
import { openQuery } from '../query/open.ts';
import { runToBreak } from '../run/breaks.ts';
import type { Engine } from '../run/engine.ts';
import { phaseStep } from '../run/phases.ts';
import { useSession } from '../run/session.ts';
import { seek } from '../state/actions.ts';
import { store } from '../state/store.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { togglePlay } from './play.ts';
import { stepBy, UNITS } from './steps.ts';

const SHEET: readonly (readonly [keys: string, what: string])[] = [
  ['Space', 'play or pause'],
  ['← →', 'one event back or forward'],
  ['Shift ← →', '100 events'],
  ['[ ]', 'previous or next phase'],
  ['Home End', 'start or end'],
  ['I O U', 'into what it causes, over it, out of its cause'],
  ['A K', 'next event of this actor, of this kind'],
  ['Shift and these', 'the same way back'],
  ['N P', 'run to the next or previous break'],
  ['/', 'events by query, and breaks'],
  ['?', 'this sheet'],
];

/** Widgets that need these keys for themselves. Lists do not: up and down pick there, left and right step. */
const TAKEN = 'input, textarea, dialog, [role=slider], summary';
const PRESSED_BY_SPACE = 'button, select, a, [type=checkbox]';

export function Keys() {
  const { run, engine } = useSession();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const down = (e: KeyboardEvent) => {
      if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey) return;
      const target = e.target instanceof Element ? e.target : null;
      if (
        e.key === ' '
          ? target?.closest(`${TAKEN}, ${PRESSED_BY_SPACE}`)
          : target?.closest(TAKEN) && !target.closest('[type=checkbox]')
      )
        return;
      if (e.key === '?') setOpen(true);
      else if (e.key === '/') openQuery();
      else if (!act(e, run.get()) && !debug(e, run.get(), engine)) return;
      e.preventDefault();
    };
    addEventListener('keydown', down);
    return () => removeEventListener('keydown', down);
  }, [run, engine]);
  return (
    <>
      <button
        type="button"
        className="button quiet"
        aria-label="Keyboard shortcuts"
        onClick={() => setOpen(true)}
      >
        ?
      </button>
      <Sheet title="Keyboard" open={open} onClose={() => setOpen(false)}>
        <dl className="facts">
          {SHEET.map(([keys, what]) => (
            <div key={keys}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </Sheet>
    </>
  );
}

/** Keys whose answer the engine has to look up. */
function debug(e: KeyboardEvent, info: RunInfo | null, engine: Engine): boolean {
  if (!info) return false;
  const key = e.key.toLowerCase();
  const unit = UNITS.find((u) => u.key === key);
  if (unit) void stepBy(engine, info, unit.unit, e.shiftKey);
  else if (key === 'n' || key === 'p') void runToBreak(engine, info, key === 'p');
  else return false;
  return true;
}

function act(e: KeyboardEvent, info: RunInfo | null): boolean {
  if (!info) return false;
  const { step } = store.getState();
  const stride = e.shiftKey ? 100 : 1;
  const to = (target: number) => {
    seek(Math.min(target, info.steps));
    return true;
  };
  switch (e.key) {
    case ' ':
      togglePlay(info);
      return true;
    case 'ArrowLeft':
      return to(step - stride);
    case 'ArrowRight':
      return to(step + stride);
    case '[':
      return to(phaseStep(info, step, true));
    case ']':
      return to(phaseStep(info, step, false));
    case 'Home':
      return to(0);
    case 'End':
      return to(info.steps);
    default:
      return false;
  }
}
