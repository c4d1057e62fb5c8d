import type { ComponentProps } from 'react';

interface Props extends Omit<ComponentProps<'button'>, 'type' | 'className'> {
  /** What it shows, where that is a text alone. */
  readonly label?: string;
  /** How it differs from a plain button: `text`, `outlined`, `primary`, … of widgets.css. */
  readonly look?: string;
  /** Sends its form. */
  readonly submit?: boolean;
}

export function Button({ label, look, submit = false, children = label, ...rest }: Props) {
  return (
    <button
      type={submit ? 'submit' : 'button'}
      className={look === undefined ? 'button' : `button ${look}`}
      {...rest}
    >
      {children}
    </button>
  );
}
