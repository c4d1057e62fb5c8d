/** One host's memory: pictures of it, and over them the grid for keyboard and screen readers. Arrow keys move a cursor over
 *  cells or tiles, Enter selects the page, + and - zoom, 0 shows all. */
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useLayoutEffect, useRef } from 'react';
import { fields as words } from '../texts/fields.ts';
import type { FieldPainter, FieldProps } from './painter.ts';
import './grid.css';

interface Props extends FieldProps {
  readonly painter: FieldPainter;
}

export function Field(props: Props) {
  const { painter: field } = props;
  const { host, title, regions, selected, linked, onHover, onSelect, colours, lit } = props;
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const grid = useRef<HTMLDivElement>(null);
  const pressed = useRef(false);
  useLayoutEffect(() => {
    field.props = props;
  }, [field, props]);

  useEffect(
    () => (box.current && grid.current ? field.mount(box.current, grid.current) : undefined),
    [field],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is painted depends on these.
  useEffect(() => field.relayout(), [field, regions, host]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is painted depends on these.
  useEffect(() => field.invalidate(), [field, selected, colours, lit]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a field that is linked looks where the others do.
  useEffect(() => field.follow(), [field, linked]);

  const hover = (page: number | null) => {
    if (page === field.hovered) return;
    field.hovered = page;
    field.invalidate();
    onHover(page);
  };
  const focused = () => grid.current === document.activeElement;
  const keys = (e: KeyboardEvent) => {
    // A press with the pointer leaves the keys with the page; Tab leads from there to the cells.
    if (!focused() || e.ctrlKey || e.metaKey || e.altKey || !field.key(e.key)) return;
    e.preventDefault();
    e.stopPropagation();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of pictures and the grid of their cells.
    <div
      ref={box}
      className="field"
      // Whoever focuses the field means its cells, but for a hand that presses it: then the keys stay with the page.
      tabIndex={-1}
      onPointerDownCapture={() => {
        pressed.current = true;
      }}
      onPointerUp={() => {
        pressed.current = false;
      }}
      onFocus={(e) => e.target === e.currentTarget && !pressed.current && grid.current?.focus()}
      role="group"
      aria-roledescription={words.role}
      aria-label={words.field(title, regions)}
      onPointerMove={(e: PointerEvent) => hover(field.pick(e.clientX, e.clientY))}
      onPointerLeave={() => hover(null)}
      onClick={(e) => {
        const page = field.pick(e.clientX, e.clientY);
        onSelect(page);
        if (page !== null && focused()) field.setCursor(page);
      }}
      onKeyDown={keys}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: rows and cells of it are made as they come near. */}
      <div
        ref={grid}
        id={id}
        className="cells"
        tabIndex={0}
        role="grid"
        aria-label={words.cells(title)}
        onFocus={(e) => e.currentTarget.matches(':focus-visible') && field.enter()}
        onBlur={() => field.setCursor(null)}
      />
    </div>
  );
}
