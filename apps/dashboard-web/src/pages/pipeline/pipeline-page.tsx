import { Activity } from 'lucide-react';
import { Page } from '../../app/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

export function PipelinePage() {
  return (
    <Page>
      <EmptyState
        icon={Activity}
        title="Pipeline"
        text="Lag, dead letters and workers will be shown here."
        className="py-24"
      />
    </Page>
  );
}
