import type { ErrorComponentProps } from '@tanstack/react-router';
import { CircleAlert } from 'lucide-react';
import { textOf } from '../api/api-error.ts';
import { shellText } from '../messages/shell.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';

/** In place of a page that failed; the frame stays. A page of a build that is gone needs the new one. */
export function PageFailed({ error }: ErrorComponentProps) {
  return (
    <div role="alert">
      <EmptyState
        icon={CircleAlert}
        title={shellText.pageFailed}
        text={textOf(error)}
        className="py-24"
        action={<Button onClick={() => location.reload()}>{shellText.reload}</Button>}
      />
    </div>
  );
}
