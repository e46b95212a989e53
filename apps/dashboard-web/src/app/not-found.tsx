import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { shellText } from '../messages/shell.ts';
import { buttonClass } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';

export function NotFound() {
  return (
    <EmptyState
      icon={Compass}
      title={shellText.notFoundTitle}
      text={shellText.notFoundText}
      className="py-24"
      action={
        <Link to="/" className={buttonClass()}>
          {shellText.toOverview}
        </Link>
      }
    />
  );
}
