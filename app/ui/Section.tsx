/** A titled part of a side panel. */
import { memo, type ReactNode, useState } from 'react';
import { Terms } from './Term.tsx';

export function Section({
  title,
  folded = false,
  late = false,
  onToggle,
  children,
}: {
  title: ReactNode;
  folded?: boolean;
  /** The content is rendered only while the section is open. */
  late?: boolean;
  onToggle?: (open: boolean) => void;
  children: ReactNode;
}) {
  const [open, setOpen] = useState(!folded);
  const toggle = (next: boolean) => {
    if (late) setOpen(next);
    onToggle?.(next);
  };
  return (
    <details className="section" open={!folded} onToggle={(e) => toggle(e.currentTarget.open)}>
      <summary>
        <h2>{title}</h2>
      </summary>
      {(open || !late) && children}
    </details>
  );
}

type Fact = readonly [name: string, value: ReactNode, tone?: string | undefined];

/** Names and values, one pair a line. Rows that say the same are not rendered again. */
export const Facts = memo(
  function Facts({ rows }: { rows: readonly Fact[] }) {
    return (
      <dl className="facts">
        {rows.map(([name, value, tone]) => (
          <div key={name}>
            <Name>{name}</Name>
            <dd className={tone}>{value}</dd>
          </div>
        ))}
      </dl>
    );
  },
  (a, b) =>
    a.rows.length === b.rows.length &&
    a.rows.every((row, i) => [0, 1, 2].every((part) => row[part] === b.rows[i]?.[part])),
);

/** What stands before a value: it stays as it is when the value changes. */
const Name = memo(function Name({ children }: { children: string }) {
  return (
    <dt>
      <Terms>{children}</Terms>
    </dt>
  );
});
