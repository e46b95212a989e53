import clsx from 'clsx';
import type { ComponentProps } from 'react';
import { Spinner } from './spinner.tsx';

export interface ButtonProps extends ComponentProps<'button'> {
  tone?: 'primary' | 'secondary' | 'ghost' | 'danger';
  size?: 'sm' | 'md';
  /** Shows that it works, and takes no second press. */
  isBusy?: boolean;
  /** The key that does the same, shown at the end. */
  shortcut?: string;
}

const TONES = {
  primary: 'bg-accent text-accent-fg hover:bg-accent-hover font-medium',
  secondary: 'bg-raised border border-line hover:bg-hover shadow-(--shadow-card)',
  ghost: 'hover:bg-hover text-muted hover:text-fg',
  danger: 'border border-critical/50 text-critical hover:bg-critical/10 font-medium',
};

const SIZES = { sm: 'h-7 px-2 text-xs gap-1.5', md: 'h-8 px-3 text-sm gap-2' };

/** The looks of a button, for links that look like one. */
export function buttonClass({ tone = 'secondary', size = 'md' }: Pick<ButtonProps, 'tone' | 'size'> = {}): string {
  return clsx(
    'inline-flex shrink-0 items-center justify-center whitespace-nowrap rounded-md transition-colors select-none',
    'disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
    TONES[tone],
    SIZES[size],
  );
}

export function Button({ tone, size, isBusy = false, shortcut, className, children, disabled, ...rest }: ButtonProps) {
  const looks = buttonClass({ ...(tone ? { tone } : {}), ...(size ? { size } : {}) });
  return (
    <button
      type="button"
      {...rest}
      className={clsx(looks, className)}
      disabled={disabled === true || isBusy}
      aria-busy={isBusy || undefined}
    >
      {isBusy && <Spinner />}
      {children}
      {shortcut !== undefined && (
        <kbd aria-hidden className="ml-1 rounded-sm border border-current/25 px-1 text-xs leading-4 opacity-80">
          {shortcut}
        </kbd>
      )}
    </button>
  );
}
