import { ScrollText } from 'lucide-react';
import { Page } from '../../app/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

export function RulesPage() {
  return (
    <Page>
      <EmptyState icon={ScrollText} title="Rules" text="Rules will be listed and tried here." className="py-24" />
    </Page>
  );
}
