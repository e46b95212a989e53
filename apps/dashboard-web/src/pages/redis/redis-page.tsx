import { Database } from 'lucide-react';
import { Page } from '../../app/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

export function RedisPage() {
  return (
    <Page>
      <EmptyState
        icon={Database}
        title="Redis"
        text="The security of the Redis cluster is not measured yet."
        className="py-24"
      />
    </Page>
  );
}
