import { Switch as Base } from '@base-ui/react/switch';
import type { ReactNode } from 'react';

interface SwitchProps {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  children?: ReactNode;
  label?: string;
  isDisabled?: boolean;
}

/** For what takes effect at once. */
export function Switch({ isOn, onChange, children, label, isDisabled = false }: SwitchProps) {
  const track = (
    <Base.Root
      checked={isOn}
      onCheckedChange={onChange}
      disabled={isDisabled}
      {...(label === undefined ? {} : { 'aria-label': label })}
      className="relative h-5 w-9 shrink-0 rounded-full border border-line-strong bg-sunken transition-colors after:absolute after:-inset-0.5 data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
    >
      <Base.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-line-strong transition-transform data-checked:translate-x-4.5 data-checked:bg-white" />
    </Base.Root>
  );
  if (children === undefined) return track;
  return (
    <label className="flex min-h-6 items-center gap-2.5 text-sm">
      {track}
      {children}
    </label>
  );
}
