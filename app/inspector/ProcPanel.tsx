/** What a kernel's tools would print at the step on screen, with what is different since the step before. Fetched when it is
 *  opened. */
import { useEffect, useState } from 'react';
import type { Answer, Ask, RunInfo } from '../../engine/index.ts';
import { sidesOf } from '../fields/Fields.tsx';
import { useSession } from '../run/session.ts';
import { store, useChosen } from '../state/store.ts';
import { tools as words } from '../texts/why.ts';
import { latest } from '../ui/latest.ts';
import { Segments } from '../ui/Segments.tsx';
import { sayPage } from '../ui/say.ts';
import './proc.css';

type File = Ask<'proc'>['file'];
type Text = Answer<'proc'>;
type Line = Text['lines'][number];

const FILES: readonly (readonly [file: File, what: string])[] = [
  ['smaps', words.smaps],
  ['pagemap', words.pagemap],
  ['thpmaps', words.thpmaps],
  ['vmstat', words.vmstat],
  ['query-migrate', words.migrate],
];

/** Only a simulated QEMU reports its states. */
const hasQmp = (info: RunInfo): boolean => info.cast === 'qemu' && !info.recording;

/** Nobody reads faster than this while it plays, and frames come first. */
const REST_MS = 150;

export default function ProcPanel({ info }: { info: RunInfo }) {
  const [chosen, setFile] = useState<File>('smaps');
  const file = chosen === 'query-migrate' && !hasQmp(info) ? 'smaps' : chosen;
  const [picked, setHost] = useState<0 | 1>(1);
  const page = useChosen((s) => s.page);
  const sides = sidesOf(info);
  const side = sides.find((s) => s.host === picked) ?? sides[0];
  const host = side?.host ?? 1;
  const text = useText(info, host, file, page !== null && page < info.pages ? page : null);
  return (
    <div className="proc">
      <Segments
        legend={words.tool}
        options={FILES.filter(([id]) => id !== 'query-migrate' || hasQmp(info)).map(([id]) => ({
          id,
          label: id,
        }))}
        value={file}
        onPick={(id) => setFile(id)}
      />
      {sides.length > 1 && (
        <Segments
          legend={words.host}
          options={sides.map((s) => ({ id: s.host, label: s.title }))}
          value={host}
          onPick={(id) => setHost(id)}
        />
      )}
      <p className="muted">
        {file === 'pagemap' && text?.file === file
          ? words.aroundPage(sayPage(text.page))
          : FILES.find(([id]) => id === file)?.[1]}
      </p>
      {text && (
        <>
          <Summary lines={text.lines} />
          <section
            className="proc-text"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be reached by keys
            tabIndex={0}
            aria-label={`${text.file}, ${side?.title}`}
            data-step={text.step}
          >
            <ol>
              {text.lines.map((line) => (
                <TextLine key={`${line.key} ${line.mark === 'gone'}`} line={line} />
              ))}
            </ol>
          </section>
        </>
      )}
    </div>
  );
}

const MARKS: Readonly<Record<Exclude<Line['mark'], 'same'>, string>> = { changed: '~', new: '+', gone: '−' };

function TextLine({ line: { text, mark, was } }: { line: Line }) {
  return (
    <li className={mark} {...(was === undefined ? {} : { title: words.before(was.trim()) })}>
      <span className="proc-mark" aria-hidden="true">
        {mark === 'same' ? ' ' : MARKS[mark]}
      </span>
      {mark !== 'same' && <span className="spoken">{words.marks[mark]} </span>}
      {text}
      {was !== undefined && <span className="spoken"> {words.before(was)}</span>}
    </li>
  );
}

function Summary({ lines }: { lines: readonly Line[] }) {
  const playing = useChosen((s) => s.playing);
  const n = lines.filter((line) => line.mark !== 'same').length;
  return (
    <p className="proc-summary" aria-live={playing ? 'off' : 'polite'}>
      {n === 0 ? words.same : words.differ(n)}
    </p>
  );
}

/** The text at the step on screen; while playing, at most one each REST_MS. */
function useText(info: RunInfo, host: 0 | 1, file: File, page: number | null): Text | null {
  const { engine, step } = useSession();
  const [text, setText] = useState<Text | null>(null);
  useEffect(() => {
    let shown = true;
    let asked = -1;
    const newest = latest(async (at: number) => {
      const answer = await engine.ask('proc', { run: info.run, step: at, host, file, page });
      if (shown && answer.ok) setText(answer.value);
      if (store.getState().playing) await new Promise((done) => setTimeout(done, REST_MS));
    });
    const request = () => {
      const at = Math.min(step.get(), info.steps);
      if (at !== asked) void newest.ask(at);
      asked = at;
    };
    const stop = step.subscribe(request);
    request();
    return () => {
      shown = false;
      newest.drop();
      stop();
    };
  }, [engine, step, info, host, file, page]);
  return text;
}
