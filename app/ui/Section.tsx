/** A titled part of a side panel; on a phone it starts folded. */
import type { ReactNode } from 'react';
import { Terms } from '../glossary/Term.tsx';

const narrow = matchMedia('(max-width: 760px)').matches;

export function Section({
  title,
  folded = narrow,
  onToggle,
  children,
}: {
  title: ReactNode;
  folded?: boolean;
  onToggle?: (open: boolean) => void;
  children: ReactNode;
}) {
  return (
    <details className="section" open={!folded} onToggle={(e) => onToggle?.(e.currentTarget.open)}>
      <summary>
        <h2>{title}</h2>
      </summary>
      {children}
    </details>
  );
}

/** Names and values, one pair a line. */
export function Facts({
  rows,
}: {
  rows: readonly (readonly [name: string, value: ReactNode, tone?: string | undefined])[];
}) {
  return (
    <dl className="facts">
      {rows.map(([name, value, tone]) => (
        <div key={name}>
          <dt>
            <Terms>{name}</Terms>
          </dt>
          <dd className={tone}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
