/** What was read of each file, and what was left out and why. */
import type { LogsRead } from '../../engine/index.ts';
import { logs as words } from '../texts/logs.ts';
import { Section } from '../ui/Section.tsx';
import { sayCount } from '../ui/say.ts';
import { Places } from './Places.tsx';

type FileRead = LogsRead['files'][number];

export function Files({ read }: { read: LogsRead }) {
  return (
    <Section title={words.files}>
      {read.files.map((file, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is made once and never changes
        <FileRow key={i} number={i} file={file} read={read} />
      ))}
    </Section>
  );
}

function FileRow({ file, number, read }: { file: FileRead; number: number; read: LogsRead }) {
  const { name, formats, lines, read: done, skipped, clock, processes, operations, advice } = file;
  const named = Object.entries(operations);
  return (
    <div className="log-file">
      <h3>{name}</h3>
      {advice !== null ? (
        <p role="alert">{advice}</p>
      ) : (
        <>
          <p>{formats.map((f) => words.format(f.title, f.lines)).join('; ')}</p>
          <p className="muted">{words.summary(lines, done, lines - done)}</p>
          <p className="muted">{words.clocks[clock]}</p>
          {processes.length > 0 && <p className="muted">{words.processes(processes.length)}</p>}
          {named.length > 0 && (
            <dl className="facts" aria-label={words.operations}>
              {named.map(([operation, times]) => (
                <div key={operation}>
                  <dt>
                    <code>{operation}</code>
                  </dt>
                  <dd>{sayCount(times)}</dd>
                </div>
              ))}
            </dl>
          )}
        </>
      )}
      {skipped.length > 0 && (
        <details className="log-skipped">
          <summary>{words.skipped}</summary>
          <ul className="diagnosis-reasons">
            {skipped.map(({ why, count, lines: first }) => (
              <li key={why}>
                {sayCount(count)} × {why}
                <Places places={first.map((line) => ({ file: number, line }))} read={read} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
