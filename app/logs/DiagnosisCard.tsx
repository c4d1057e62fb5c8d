/** One diagnosis: the answer, its reasons with their lines and rules, and what to do. */
import type { Diagnosis, LogsRead } from '../../engine/index.ts';
import { logs as words } from '../texts/logs.ts';
import { RuleLinks } from '../ui/RuleLinks.tsx';
import { Places } from './Places.tsx';

export function DiagnosisCard({ diagnosis, read }: { diagnosis: Diagnosis; read: LogsRead }) {
  const { kind, answer, reasons, advice } = diagnosis;
  return (
    <article className="diagnosis" data-kind={kind}>
      <p className="diagnosis-kind">{kind === 'trouble' ? words.trouble : words.fact}</p>
      <h2 className="diagnosis-answer">{answer}</h2>
      <ul className="diagnosis-reasons">
        {reasons.map(({ text, lines, rules }) => (
          <li key={text}>
            <p>
              {text} <RuleLinks ids={rules.join(' ')} />
            </p>
            <Places places={lines} read={read} />
          </li>
        ))}
      </ul>
      {advice.length > 0 && (
        <>
          <h3 className="diagnosis-next">{words.next}</h3>
          <ul className="diagnosis-reasons">
            {advice.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
    </article>
  );
}
