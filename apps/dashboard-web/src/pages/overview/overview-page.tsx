import { LayoutDashboard } from 'lucide-react';
import { Page } from '../../app/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

export function OverviewPage() {
  return (
    <Page>
      <EmptyState
        icon={LayoutDashboard}
        title="Overview"
        text="Figures, newest alerts and the health of assets will stand here."
        className="py-24"
      />
    </Page>
  );
}
