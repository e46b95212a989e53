import { useActiveShortcuts } from '../keyboard/shortcuts.ts';
import { shellText } from '../messages/shell.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Keys } from '../ui/keys.tsx';
import { overlays } from './overlays.ts';

/** Every shortcut that works now. */
export default function HelpSheet() {
  const all = useActiveShortcuts();
  const groups = [...Map.groupBy(all, ({ group }) => group)];
  return (
    <Dialog isOpen onClose={overlays.close} title={shellText.help} width="md">
      <div className="columns-1 gap-8 sm:columns-2">
        {groups.map(([group, shortcuts]) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 text-xs font-medium text-muted">{group}</h3>
            <ul>
              {shortcuts.map(({ keys, label }) => (
                <li key={keys} className="flex min-h-7 items-center justify-between gap-4 text-sm">
                  {label}
                  <Keys keys={keys} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
