import clsx from 'clsx';
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { uiText } from '../messages/ui.ts';
import { Menu, MenuCheck, MenuChoice, MenuItem, MenuSeparator } from './menu.tsx';

const triggerClass =
  'inline-flex h-7 max-w-56 shrink-0 items-center gap-1.5 rounded-md border px-2 text-xs transition-colors hover:bg-hover data-popup-open:bg-hover';

/** The button of a filter: its name, and what it is set to. */
function FilterTrigger({ label, set, ...rest }: { label: string; set: string | undefined }) {
  return (
    <button
      type="button"
      {...rest}
      className={clsx(triggerClass, set === undefined ? 'border-line text-muted' : 'border-accent/40 bg-accent/10')}
    >
      <span className={set === undefined ? undefined : 'text-muted'}>{label}</span>
      {set !== undefined && <span className="truncate font-medium text-fg">{set}</span>}
      <ChevronDown aria-hidden className="size-3.5 shrink-0 text-muted" />
    </button>
  );
}

interface Option<T extends string> {
  value: T;
  label: string;
  /** In place of the words, such as a severity mark. */
  shown?: ReactNode;
}

interface FilterManyProps<T extends string> {
  label: string;
  options: readonly Option<T>[];
  /** None: everything. */
  values: readonly T[] | undefined;
  onChange: (values: T[] | undefined) => void;
}

/** A filter for any of several words. */
export function FilterMany<T extends string>({ label, options, values = [], onChange }: FilterManyProps<T>) {
  const chosen = options.filter(({ value }) => values.includes(value));
  const words = chosen.length > 2 ? uiText.selected(chosen.length) : chosen.map((option) => option.label).join(', ');
  const toggle = (value: T, isOn: boolean): void => {
    const next = options.map((option) => option.value).filter((one) => (one === value ? isOn : values.includes(one)));
    onChange(next.length === 0 ? undefined : next);
  };
  return (
    <Menu trigger={<FilterTrigger label={label} set={chosen.length === 0 ? undefined : words} />}>
      {options.map((option) => (
        <MenuCheck
          key={option.value}
          isChecked={values.includes(option.value)}
          onChange={(isOn) => toggle(option.value, isOn)}
        >
          {option.shown ?? option.label}
        </MenuCheck>
      ))}
      {chosen.length > 0 && (
        <>
          <MenuSeparator />
          <MenuItem onSelect={() => onChange(undefined)}>{uiText.clear}</MenuItem>
        </>
      )}
    </Menu>
  );
}

interface FilterOneProps<T extends string> {
  label: string;
  options: readonly { value: T; label: string }[];
  value: T;
  /** The value that filters nothing; the button is quiet then. */
  quietValue?: T;
  onChange: (value: T) => void;
}

/** A filter for one of several words: a time range, a grouping. */
export function FilterOne<T extends string>({ label, options, value, quietValue, onChange }: FilterOneProps<T>) {
  const set = value === quietValue ? undefined : options.find((option) => option.value === value)?.label;
  return (
    <Menu trigger={<FilterTrigger label={label} set={set} />}>
      <MenuChoice value={value} options={options} onChange={onChange} />
    </Menu>
  );
}
