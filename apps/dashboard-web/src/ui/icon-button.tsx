import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Tooltip } from './tooltip.tsx';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** What it does; read aloud, and shown on hover. */
  label: string;
  icon: LucideIcon;
  size?: 'sm' | 'md';
  shortcut?: string;
}

/** A button without words on it. */
export function IconButton({ label, icon: Icon, size = 'md', shortcut, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} {...(shortcut === undefined ? {} : { shortcut })}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={clsx(
          'inline-flex shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-hover hover:text-fg',
          'disabled:opacity-50 aria-pressed:bg-hover aria-pressed:text-fg data-popup-open:bg-hover',
          size === 'sm' ? 'size-6' : 'size-8',
          className,
        )}
      >
        <Icon aria-hidden className="size-4" strokeWidth={1.75} />
      </button>
    </Tooltip>
  );
}
