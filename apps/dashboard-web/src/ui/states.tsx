import clsx from 'clsx';
import { CircleAlert, Lock, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError, textOf } from '../api/api-error.ts';
import { uiText } from '../messages/ui.ts';
import { formatAgo } from '../time/format-time.ts';
import { useNow } from '../time/use-now.ts';
import { Button } from './button.tsx';

interface StateProps {
  icon?: LucideIcon;
  title: string;
  text?: ReactNode;
  /** What can be done about it. */
  action?: ReactNode;
  className?: string;
}

/** In place of content that is not there: says why, and what to do. */
export function EmptyState({ icon: Icon, title, text, action, className }: StateProps) {
  return (
    <div className={clsx('flex flex-col items-center justify-center gap-1 px-6 py-12 text-center', className)}>
      {Icon && (
        <span className="mb-3 grid size-10 place-items-center rounded-lg border border-line bg-sunken text-muted">
          <Icon aria-hidden className="size-5" strokeWidth={1.5} />
        </span>
      )}
      <p className="font-medium">{title}</p>
      {text !== undefined && <p className="max-w-md text-sm text-muted">{text}</p>}
      {action !== undefined && <div className="mt-4">{action}</div>}
    </div>
  );
}

/** Something could not be loaded. What the session may not see says so instead. */
export function ErrorState({
  error,
  onRetry,
  className,
}: {
  error: unknown;
  onRetry?: () => void;
  className?: string;
}) {
  const place = className === undefined ? {} : { className };
  if (error instanceof ApiError && error.code === 'forbidden') {
    return <EmptyState icon={Lock} title={uiText.forbiddenTitle} text={textOf(error)} {...place} />;
  }
  const requestId = error instanceof ApiError ? error.requestId : undefined;
  return (
    <div role="alert">
      <EmptyState
        {...place}
        icon={CircleAlert}
        title={uiText.errorTitle}
        text={
          <>
            {textOf(error)}
            {requestId !== undefined && (
              <span className="code mt-1 block text-faint">{uiText.requestId(requestId)}</span>
            )}
          </>
        }
        action={onRetry && <Button onClick={onRetry}>{uiText.retry}</Button>}
      />
    </div>
  );
}

/** The page exists, and the role may not see it. */
export function NoPermission({ permission }: { permission: string }) {
  return (
    <EmptyState icon={Lock} title={uiText.forbiddenTitle} text={uiText.forbiddenText(permission)} className="py-24" />
  );
}

/** Greys what it holds and says how old it is. */
export function Stale({ sinceMs, children }: { sinceMs: number | undefined; children: ReactNode }) {
  const nowMs = useNow();
  if (sinceMs === undefined) return children;
  return (
    <div className="relative">
      <div className="stale">{children}</div>
      <span className="absolute top-0 right-0 rounded-sm bg-raised px-1.5 text-xs text-muted">
        {uiText.staleAsOf(formatAgo(sinceMs, nowMs))}
      </span>
    </div>
  );
}
