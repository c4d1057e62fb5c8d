/** Words with what stands apart in them: `[[term]]` is explained where it stands, `code` stands between backquotes, ‹keys›
 *  between guillemets. */
import { Term } from './Term.tsx';

export function Marked({ text }: { text: string }) {
  return text.split(/(\[\[[^\]]+\]\]|`[^`]+`|‹[^›]+›)/).map((part, i) => {
    const key = `${i} ${part}`;
    if (part.startsWith('[[')) return <Term key={key}>{part.slice(2, -2)}</Term>;
    if (part.startsWith('`')) return <code key={key}>{part.slice(1, -1)}</code>;
    if (part.startsWith('‹')) return <kbd key={key}>{part.slice(1, -1)}</kbd>;
    return part;
  });
}
