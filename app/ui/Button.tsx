import type { ComponentProps } from 'react';
import { Icon, type IconName } from './Icon.tsx';

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

interface IconProps {
  readonly icon: IconName;
  readonly label: string;
  readonly primary?: boolean;
  readonly onPress: () => void;
}

/** A button that shows a drawing and is called by its label. */
export function IconButton({ icon, label, primary = false, onPress }: IconProps) {
  return (
    <Button look={primary ? 'square primary' : 'square'} aria-label={label} onClick={onPress}>
      <Icon name={icon} />
    </Button>
  );
}
