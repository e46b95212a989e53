import clsx from 'clsx';
import { useId, type ComponentProps, type ReactNode } from 'react';

const looks =
  'w-full rounded-md border border-line-strong/60 bg-card px-2.5 text-sm placeholder:text-faint hover:border-line-strong ' +
  'focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 disabled:opacity-60 aria-invalid:border-critical';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input autoComplete="off" {...rest} className={clsx(looks, 'h-8', className)} />;
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea rows={4} {...rest} className={clsx(looks, 'py-1.5', className)} />;
}

interface FieldProps {
  label: string;
  /** Below the field. */
  hint?: ReactNode;
  error?: string | undefined;
  /** Gets the ids that tie it to its words. */
  children: (ids: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': boolean | undefined;
  }) => ReactNode;
}

/** A form field with its name, and what is wrong with it. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': note === undefined ? undefined : noteId,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {note !== undefined && (
        <p id={noteId} className={clsx('text-xs', error === undefined ? 'text-muted' : 'text-critical')}>
          {note}
        </p>
      )}
    </div>
  );
}
