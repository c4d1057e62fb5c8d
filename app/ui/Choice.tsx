/** A drop-down list of a few options, each with an optional line of explanation. */
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Text,
} from 'react-aria-components';
import { Icon } from './Icon.tsx';

export interface Option {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
}

interface Props {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  /** The label stands above the list, before the value inside it, or is only spoken. */
  readonly labelled?: 'above' | 'inside' | 'hidden';
}

export function Choice({ label, options, value, onChange, labelled = 'above' }: Props) {
  return (
    <Select
      className="choice"
      value={value}
      onChange={(key) => key !== null && onChange(String(key))}
      {...(labelled === 'above' ? {} : { 'aria-label': label })}
    >
      {labelled === 'above' && <Label className="label">{label}</Label>}
      <Button className="button choice-button">
        {labelled === 'inside' && <span className="muted">{label}</span>}
        <SelectValue className="choice-value">{({ selectedText }) => selectedText}</SelectValue>
        <Icon name="down" />
      </Button>
      <Popover className="popover">
        <ListBox className="list" items={options}>
          {(option) => (
            <ListBoxItem className="list-item" id={option.id} textValue={option.label}>
              <Text slot="label">{option.label}</Text>
              {option.detail !== undefined && (
                <Text slot="description" className="muted">
                  {option.detail}
                </Text>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
