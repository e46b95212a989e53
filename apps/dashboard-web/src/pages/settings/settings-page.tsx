import { Settings } from 'lucide-react';
import { Page } from '../../app/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

export function SettingsPage() {
  return (
    <Page>
      <EmptyState
        icon={Settings}
        title="Settings"
        text="The organisation, its members and keys will be managed here."
        className="py-24"
      />
    </Page>
  );
}
