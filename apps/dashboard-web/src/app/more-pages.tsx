import { useNavigate } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { shellText } from '../messages/shell.ts';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { barItemClass } from './bar-item-class.ts';
import type { PageEntry } from './pages.ts';

/** Pages that found no place in the bar at the bottom. */
export default function MorePages({ pages, isCurrent }: { pages: readonly PageEntry[]; isCurrent: boolean }) {
  const navigate = useNavigate();
  return (
    <Menu
      side="top"
      align="end"
      trigger={
        <button type="button" className={barItemClass} aria-current={isCurrent ? 'page' : undefined}>
          <Ellipsis aria-hidden className="size-5" strokeWidth={1.75} />
          {shellText.more}
        </button>
      }
    >
      {pages.map(({ path, title, icon }) => (
        <MenuItem key={path} icon={icon} onSelect={() => void navigate({ to: path })}>
          {title}
        </MenuItem>
      ))}
    </Menu>
  );
}
