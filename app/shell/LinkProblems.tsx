/** Problems of a link: several are one notice, and a knob has its name on screen beside that in the link. */
import type { Problem, Scenario } from '../../engine/index.ts';
import { scenarioOf } from '../source/choice.ts';
import { nameOf } from '../source/knobs.ts';
import { dismiss } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { notices as words } from '../texts/shell.ts';
import { Banner, ProblemBanner } from '../ui/Problem.tsx';

export default function LinkProblems() {
  const problems = useChosen((s) => s.problems);
  const choice = useChosen((s) => s.choice);
  const scenario = scenarioOf(choice);
  const [first] = problems;
  if (!first) return null;
  if (problems.length === 1)
    return (
      <ProblemBanner
        problem={{ ...first, message: sayProblem(first, scenario) }}
        onDismiss={() => dismiss(first)}
      />
    );
  return (
    <Banner tone="warn" role="alert" onDismiss={() => problems.forEach(dismiss)}>
      <p className="banner-message">{words.several(problems.length)}</p>
      <ul className="banner-list">
        {problems.map((p) => (
          <li key={p.message} data-code={p.code}>
            {sayProblem(p, scenario)}
          </li>
        ))}
      </ul>
    </Banner>
  );
}

function sayProblem({ where, message }: Problem, scenario: Scenario | null): string {
  const name = scenario ? nameOf(where, scenario) : where;
  return name === where ? message : words.ofKnob(name, message);
}
