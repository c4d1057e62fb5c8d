/** Several problems, as of a link with bad fields, are one notice. */
import { dismiss } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { notices as words } from '../texts/shell.ts';
import { Banner } from '../ui/Problem.tsx';

export default function SeveralProblems() {
  const problems = useChosen((s) => s.problems);
  return (
    <Banner tone="warn" role="alert" onDismiss={() => problems.forEach(dismiss)}>
      <p className="banner-message">{words.several(problems.length)}</p>
      <ul className="banner-list">
        {problems.map((p) => (
          <li key={p.message} data-code={p.code}>
            {p.message}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
