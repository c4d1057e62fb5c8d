/** A button that shows a drawing and says its name. */
import { Button } from './Button.tsx';
import { Icon, type IconName } from './Icon.tsx';

interface Props {
  readonly icon: IconName;
  readonly label: string;
  readonly primary?: boolean;
  readonly onPress: () => void;
}

export function IconButton({ icon, label, primary = false, onPress }: Props) {
  return (
    <Button look={primary ? 'square primary' : 'square'} aria-label={label} onClick={onPress}>
      <Icon name={icon} />
    </Button>
  );
}
