import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { TriangleAlert } from 'lucide-react';
import { useNotices } from './notices.ts';

/** Under the top bar, only when something is wrong. */
export function StatusStrip() {
  const notices = useNotices();
  return (
    <div role="status">
      {notices.map(({ id, tone, text, link }) => (
        <div
          key={id}
          className={clsx(
            'flex min-h-7 items-center gap-2 border-b px-4 py-1 text-xs sm:px-6',
            tone === 'danger' ? 'border-critical/30 bg-critical/12' : 'border-medium/30 bg-medium/12',
          )}
        >
          <TriangleAlert
            aria-hidden
            className={clsx('size-3.5 shrink-0', tone === 'danger' ? 'text-critical' : 'text-medium')}
          />
          <span>{text}</span>
          {link && (
            <Link to={link.to} className="font-medium underline underline-offset-2">
              {link.label}
            </Link>
          )}
        </div>
      ))}
    </div>
  );
}
