/** Flags of memory VMA by VMA on both hosts. */
import type { Frame, VmaRow } from '../../engine/index.ts';
import { useFrame } from '../run/session.ts';
import { inspectVma } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { vmas as words } from '../texts/vmas.ts';
import { Button } from '../ui/Button.tsx';
import { Marked } from '../ui/Marked.tsx';
import { sayCount, sayPage } from '../ui/say.ts';
import './vmas.css';

const NONE: readonly Part[] = [];

/** More than this would push everything else away. */
const MOST = 16;

export default function VmaTable() {
  const parts = useFrame(partsOf, NONE);
  const differ = parts.filter((part) => !part.equal).length;
  const tracked = parts.some((part) => part.tracked);
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
      {tracked && (
        <p className="muted">
          <Marked text={words.tracked} />
        </p>
      )}
      {parts.length > MOST && <p className="muted">{words.more(parts.length - MOST)}</p>}
    </>
  );
}

function Row({ part: { first, pages, src, dst, equal } }: { part: Part }) {
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

/** A range that neither host divides. */
interface Part {
  readonly first: number;
  readonly pages: number;
  /** Null where a host has no memory. */
  readonly src: string | null;
  readonly dst: string | null;
  /** Flags that a tracker of writes put there are not compared; `tracked`: there are some. */
  readonly equal: boolean;
  readonly tracked: boolean;
}

/** Both hosts' VMAs cut at each other's ends; neighbours that say the same stay apart, as VMAs do. */
function partsOf({ vmas: [src, dst] }: Pick<Frame, 'vmas'>): Part[] {
  const cuts = [...new Set([...src, ...dst].flatMap((v) => [v.first, v.first + v.pages]))].sort(
    (a, b) => a - b,
  );
  const at = (list: readonly VmaRow[], page: number) =>
    list.find((v) => v.first <= page && page < v.first + v.pages) ?? null;
  return cuts
    .slice(0, -1)
    .map((first, i) => {
      const [here, there] = [at(src, first), at(dst, first)];
      return {
        first,
        pages: cuts[i + 1]! - first,
        src: here?.flags ?? null,
        dst: there?.flags ?? null,
        equal: here?.own === there?.own,
        tracked: [here, there].some((v) => v !== null && v.own !== v.flags),
      };
    })
    .filter((part) => part.src !== null || part.dst !== null);
}
