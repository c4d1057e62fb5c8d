/** Which lanes are shown and which stand on top; and whose events the steps by actor go to. Fetched when it is opened. */
import { actorLabel, type Subject } from '../../engine/index.ts';
import { pickLane } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { lanes as words } from '../texts/timeline.ts';
import { Button } from '../ui/Button.tsx';
import { type LaneChoice, toggle } from './lanes.ts';

interface Props {
  readonly actors: readonly number[];
  readonly cast: Subject;
  readonly choice: LaneChoice;
  readonly onChoice: (choice: LaneChoice) => void;
}

export default function LaneList({ actors, cast, choice, onChoice }: Props) {
  const lane = useChosen((s) => s.lane);
  const { pinned, hidden, unfolded } = choice;
  return (
    <ul className="timeline-lanes" aria-label={words.lanes}>
      <li>
        <label className="tick">
          <input
            type="checkbox"
            checked={unfolded}
            onChange={() => onChoice({ ...choice, unfolded: !unfolded })}
          />
          {words.unfolded}
        </label>
      </li>
      {actors.map((a) => {
        const name = actorLabel(a, cast);
        return (
          <li key={a}>
            <label className="tick">
              <input
                type="checkbox"
                aria-label={words.show(name)}
                checked={!hidden.includes(a)}
                onChange={() => onChoice({ ...choice, hidden: toggle(hidden, a) })}
              />
              {name}
            </label>
            <Button
              look="outlined"
              label={words.pinned}
              aria-label={words.pin(name)}
              aria-pressed={pinned.includes(a)}
              onClick={() => onChoice({ ...choice, pinned: toggle(pinned, a) })}
            />
            <Button
              look="outlined"
              label={words.picked}
              aria-label={words.pick(name)}
              aria-pressed={lane === a}
              onClick={() => pickLane(lane === a ? null : a)}
            />
          </li>
        );
      })}
    </ul>
  );
}
