import { Siren } from 'lucide-react';
import { Page } from '../../app/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

export function IncidentsPage() {
  return (
    <Page>
      <EmptyState icon={Siren} title="Incidents" text="Incidents will be listed here." className="py-24" />
    </Page>
  );
}
