import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';

interface CheckboxProps {
  isChecked: boolean | 'mixed';
  /** `isRange`: with the shift key held. */
  onChange: (isChecked: boolean, isRange: boolean) => void;
  /** Words beside it, or `label` alone for those who hear the page. */
  children?: ReactNode;
  label?: string;
  isDisabled?: boolean;
  /** False where other keys do the same, such as in rows of a table. */
  isTabStop?: boolean;
}

const boxClass =
  'grid size-4 place-items-center rounded-sm border border-line-strong bg-card text-transparent peer-hover:border-fg ' +
  'peer-checked:border-accent peer-checked:bg-accent peer-checked:text-accent-fg ' +
  'peer-indeterminate:border-accent peer-indeterminate:bg-accent peer-indeterminate:text-accent-fg ' +
  'peer-focus-visible:outline-2 peer-focus-visible:outline-offset-1 peer-focus-visible:outline-focus';

export function Checkbox({
  isChecked,
  onChange,
  children,
  label,
  isDisabled = false,
  isTabStop = true,
}: CheckboxProps) {
  const Mark = isChecked === 'mixed' ? Minus : Check;
  const box = (
    <span className="relative block size-4 shrink-0 has-disabled:opacity-50">
      <input
        type="checkbox"
        ref={(input) => {
          if (input) input.indeterminate = isChecked === 'mixed';
        }}
        checked={isChecked === true}
        disabled={isDisabled}
        tabIndex={isTabStop ? undefined : -1}
        aria-label={label}
        onChange={({ target, nativeEvent }) => {
          onChange(target.checked, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);
        }}
        className="peer absolute -inset-1 m-0 size-6 opacity-0"
      />
      <span aria-hidden className={boxClass}>
        <Mark className="size-3" strokeWidth={3} />
      </span>
    </span>
  );
  if (children === undefined) return box;
  return (
    <label className="flex min-h-6 items-center gap-2 text-sm">
      {box}
      {children}
    </label>
  );
}
