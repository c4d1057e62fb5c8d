/** A paragraph of a story. `[[term]]` is explained where it stands; `code` between backquotes is code. */
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { fetchGlossary } from './library.ts';

export function Paragraph({ text }: { text: string }) {
  return (
    <p>
      {text.split(/(\[\[[^\]]+\]\]|`[^`]+`)/).map((part, i) => {
        const key = `${i} ${part}`;
        if (part.startsWith('[[')) return <Term key={key} term={part.slice(2, -2)} />;
        if (part.startsWith('`')) return <code key={key}>{part.slice(1, -1)}</code>;
        return part;
      })}
    </p>
  );
}

/** A term that explains itself on hover and focus. */
export function Term({ term }: { term: string }) {
  const id = useId();
  const glossary = useQuery({
    queryKey: ['glossary'],
    queryFn: async ({ signal }) => {
      const list = await fetchGlossary(signal);
      return list.ok ? list.value : [];
    },
  });
  const found = glossary.data?.find((t) => t.term.toLowerCase() === term.toLowerCase());
  if (!found) return <em>{term}</em>;
  return (
    <span className="term">
      <button type="button" aria-describedby={id}>
        {term}
      </button>
      <span role="tooltip" id={id}>
        {found.words}
      </span>
    </span>
  );
}
