/** What differs from the preset, each with the way back. Fetched with the first change. */
import { type Preset, readKnob } from '../../engine/index.ts';
import type { Overrides } from '../state/choice.ts';
import { useChosen } from '../state/store.ts';
import { scenario as words } from '../texts/source.ts';
import { Button } from '../ui/Button.tsx';
import { scenarioOf } from './choice.ts';
import { knobAt, nameOf, sayValue } from './knobs.ts';
import type { Turn } from './useTurn.ts';

export default function Changes({
  preset,
  overrides,
  onTurn,
}: {
  preset: Preset;
  overrides: Overrides;
  onTurn: Turn;
}) {
  const choice = useChosen((s) => s.choice);
  const scenario = scenarioOf(choice) ?? preset.scenario;
  const paths = Object.keys(overrides);
  if (paths.length === 0) return null;
  const backTo = (changed: readonly string[]) =>
    onTurn(Object.fromEntries(changed.map((path) => [path, readKnob(preset.scenario, path)])));
  return (
    <section className="changes" aria-label={words.changed}>
      <h2>{words.changed}</h2>
      <ul>
        {paths.map((path) => {
          const knob = knobAt(path, scenario);
          const say = (from: typeof scenario) => {
            const value = readKnob(from, path);
            return knob ? sayValue(knob, value) : String(value) || 'none';
          };
          const name = nameOf(path, scenario);
          return (
            <li key={path}>
              <span className="change">
                {name} <b>{say(scenario)}</b> <s className="muted">{say(preset.scenario)}</s>
              </span>
              <Button
                look="text"
                label={words.back}
                aria-label={words.putBack(name, say(preset.scenario))}
                onClick={() => backTo([path])}
              />
            </li>
          );
        })}
      </ul>
      <Button look="text" label={words.allBack} onClick={() => backTo(paths)} />
    </section>
  );
}
