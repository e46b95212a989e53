import { ShieldCheck } from 'lucide-react';
import { Page } from '../../app/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

export function CompliancePage() {
  return (
    <Page>
      <EmptyState icon={ShieldCheck} title="Compliance" text="No evidence is collected yet." className="py-24" />
    </Page>
  );
}
