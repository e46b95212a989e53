import { Bell } from 'lucide-react';
import { Page } from '../../app/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

export function AlertsPage() {
  return (
    <Page>
      <EmptyState icon={Bell} title="Alerts" text="Alerts will be listed here." className="py-24" />
    </Page>
  );
}
