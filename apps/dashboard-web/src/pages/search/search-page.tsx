import { Search } from 'lucide-react';
import { Page } from '../../app/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

export function SearchPage() {
  return (
    <Page>
      <EmptyState icon={Search} title="Search" text="Stored events will be searched here." className="py-24" />
    </Page>
  );
}
