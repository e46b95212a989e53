import { Select as Base } from '@base-ui/react/select';
import clsx from 'clsx';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { popupClass, popupItemClass } from './popup-class.ts';

export interface SelectOption<T extends string> {
  value: T;
  label: ReactNode;
}

interface SelectProps<T extends string> {
  /** Read aloud; pass `id` of a Field instead where it has a name on the page. */
  label?: string;
  id?: string;
  value: T;
  options: readonly SelectOption<T>[];
  onChange: (value: T) => void;
  isDisabled?: boolean;
  className?: string;
}

/** One of a few values in a form. */
export function Select<T extends string>({
  label,
  id,
  value,
  options,
  onChange,
  isDisabled = false,
  className,
}: SelectProps<T>) {
  return (
    <Base.Root
      items={options}
      value={value}
      onValueChange={(next) => next !== null && onChange(next)}
      disabled={isDisabled}
      modal={false}
    >
      <Base.Trigger
        {...(id === undefined ? {} : { id })}
        {...(label === undefined ? {} : { 'aria-label': label })}
        className={clsx(
          'inline-flex h-8 min-w-32 items-center justify-between gap-2 rounded-md border border-line-strong/60 bg-card px-2.5 text-sm hover:border-line-strong data-disabled:opacity-60',
          className,
        )}
      >
        <Base.Value />
        <ChevronDown aria-hidden className="size-4 text-muted" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner alignItemWithTrigger={false} sideOffset={4} collisionPadding={8} className="z-50">
          <Base.Popup className={popupClass}>
            {options.map((option) => (
              <Base.Item key={option.value} value={option.value} className={popupItemClass}>
                <Base.ItemText className="flex-1 truncate">{option.label}</Base.ItemText>
                <Base.ItemIndicator>
                  <Check aria-hidden className="text-accent-text" />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
