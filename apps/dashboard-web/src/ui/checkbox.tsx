import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';

interface CheckboxProps {
  isChecked: boolean | 'mixed';
  onChange: (isChecked: boolean) => void;
  /** Words beside it, or `label` alone for those who hear the page. */
  children?: ReactNode;
  label?: string;
  isDisabled?: boolean;
}

export function Checkbox({ isChecked, onChange, children, label, isDisabled = false }: CheckboxProps) {
  const box = (
    <Base.Root
      checked={isChecked === true}
      indeterminate={isChecked === 'mixed'}
      onCheckedChange={onChange}
      disabled={isDisabled}
      {...(label === undefined ? {} : { 'aria-label': label })}
      className="relative grid size-4 shrink-0 place-items-center rounded-sm border border-line-strong bg-card after:absolute after:-inset-1.5 hover:border-fg data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent data-disabled:opacity-50"
    >
      <Base.Indicator className="text-accent-fg">
        {isChecked === 'mixed' ? (
          <Minus aria-hidden className="size-3" strokeWidth={3} />
        ) : (
          <Check aria-hidden className="size-3" strokeWidth={3} />
        )}
      </Base.Indicator>
    </Base.Root>
  );
  if (children === undefined) return box;
  return (
    <label className="flex min-h-6 items-center gap-2 text-sm">
      {box}
      {children}
    </label>
  );
}
