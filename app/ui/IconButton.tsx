/** A button that shows a drawing and says its name. */
import { Button } from 'react-aria-components';
import { Icon, type IconName } from './Icon.tsx';

interface Props {
  readonly icon: IconName;
  readonly label: string;
  readonly primary?: boolean;
  readonly onPress: () => void;
}

export function IconButton({ icon, label, primary = false, onPress }: Props) {
  return (
    <Button
      className={primary ? 'button square primary' : 'button square'}
      aria-label={label}
      onPress={onPress}
    >
      <Icon name={icon} />
    </Button>
  );
}
