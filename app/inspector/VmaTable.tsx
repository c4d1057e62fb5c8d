/** Flags of memory on both hosts, VMA by VMA. Fetched when there is more than one line to say. */
import { useChosen } from '../state/store.ts';
import { vmas as words } from '../texts/inspector.ts';
import { Button } from '../ui/Button.tsx';
import { sayCount, sayPage } from '../ui/say.ts';
import type { Part } from './parts.ts';
import './vmas.css';
import { inspectVma } from '../state/actions.ts';

/** More than this would push everything else away. */
const MOST = 16;

export default function VmaTable({ parts }: { parts: readonly Part[] }) {
  const differ = parts.filter((part) => part.src !== part.dst).length;
  return (
    <>
      <table className="vmas">
        <caption className="spoken">{words.title}</caption>
        <thead>
          <tr>
            <th scope="col">VMA</th>
            <th scope="col">{words.source}</th>
            <th scope="col">{words.dest}</th>
            <th scope="col">{differ === 0 ? words.equal : <span className="warn">{differ} ≠</span>}</th>
          </tr>
        </thead>
        <tbody>
          {parts.slice(0, MOST).map((part) => (
            <Row key={part.first} part={part} />
          ))}
        </tbody>
      </table>
      {parts.length > MOST && <p className="muted">{words.more(parts.length - MOST)}</p>}
    </>
  );
}

function Row({ part: { first, pages, src, dst } }: { part: Part }) {
  const equal = src === dst;
  const here = useChosen((s) => s.page !== null && first <= s.page && s.page < first + pages);
  return (
    <tr data-here={here || undefined}>
      <td title={words.pages(sayCount(pages), sayPage(first))}>
        <Button
          look="text"
          aria-label={words.inspect(sayCount(pages), sayPage(first))}
          aria-current={here || undefined}
          onClick={() => inspectVma(first, pages)}
        >
          <code>{sayPage(first)}</code>
        </Button>{' '}
        <span className="muted">+{sayCount(pages)}</span>
      </td>
      <td>{sayFlags(src)}</td>
      <td className={equal ? '' : 'warn'}>{sayFlags(dst)}</td>
      <td className={equal ? 'ok' : 'warn'}>
        <span aria-hidden="true">{equal ? '✓' : '≠'}</span>
        <span className="spoken">{equal ? words.equal : words.differs}</span>
      </td>
    </tr>
  );
}

const sayFlags = (flags: string | null): string => (flags === null ? words.none : flags || 'none');
