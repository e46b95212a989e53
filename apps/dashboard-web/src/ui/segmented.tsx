import { ToggleGroup } from '@base-ui/react/toggle-group';
import { Toggle } from '@base-ui/react/toggle';
import type { ReactNode } from 'react';

interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: ReactNode }[];
  onChange: (value: T) => void;
}

/** One of two to five short words, all in sight: a time range, a view. */
export function Segmented<T extends string>({ label, value, options, onChange }: SegmentedProps<T>) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={(next: T[]) => next[0] !== undefined && onChange(next[0])}
      className="inline-flex h-7 items-center rounded-md border border-line bg-sunken p-0.5"
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          className="h-6 min-w-6 rounded-sm px-2 text-xs text-muted transition-colors hover:text-fg data-pressed:bg-raised data-pressed:font-medium data-pressed:text-fg data-pressed:shadow-(--shadow-card)"
        >
          {option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
