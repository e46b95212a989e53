import { Radio } from 'lucide-react';
import { Page } from '../../app/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

export function LivePage() {
  return (
    <Page>
      <EmptyState icon={Radio} title="Live" text="Events will run through here as they arrive." className="py-24" />
    </Page>
  );
}
