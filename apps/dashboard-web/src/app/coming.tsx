import type { LucideIcon } from 'lucide-react';
import { comingText } from '../messages/coming.ts';
import { Copyable } from '../ui/copy-button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { Page } from './page.tsx';

/** In place of a page whose service does not exist yet: nothing is made up. */
export function Coming({ page, icon }: { page: keyof typeof comingText; icon: LucideIcon }) {
  const { title, text, today, commands } = comingText[page];
  return (
    <Page>
      <EmptyState
        icon={icon}
        title={title}
        text={text}
        className="py-16"
        action={
          <div className="rounded-lg border border-line bg-card p-4 text-left">
            <h2 className="mb-2 text-xs font-medium text-muted">{today}</h2>
            <ul className="flex flex-col gap-2 text-sm">
              {commands.map(([command, does]) => (
                <li key={command} className="flex flex-wrap items-center gap-x-3">
                  <Copyable text={command} />
                  <span className="text-muted">{does}</span>
                </li>
              ))}
            </ul>
          </div>
        }
      />
    </Page>
  );
}
