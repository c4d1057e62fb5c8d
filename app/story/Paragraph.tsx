/** A paragraph of a story. `[[term]]` is explained where it stands; `code` between backquotes is code. */
import { Term } from '../glossary/Term.tsx';

export function Paragraph({ text }: { text: string }) {
  return (
    <p>
      {text.split(/(\[\[[^\]]+\]\]|`[^`]+`)/).map((part, i) => {
        const key = `${i} ${part}`;
        if (part.startsWith('[[')) return <Term key={key}>{part.slice(2, -2)}</Term>;
        if (part.startsWith('`')) return <code key={key}>{part.slice(1, -1)}</code>;
        return part;
      })}
    </p>
  );
}
