import { Download } from 'lucide-react';
import { searchText } from '../../messages/events.ts';
import { useMay } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { exportAddress } from './search-query.ts';
import type { SearchSearch } from './search-search.ts';

/** The search as a file: the browser loads it, shows how far it is, and can break it off. */
export function ExportMenu({ search, nowMs }: { search: SearchSearch; nowMs: number }) {
  if (!useMay('events:export')) return null;
  const save = (format: 'csv' | 'ndjson') => () => {
    const link = document.createElement('a');
    link.href = exportAddress(search, nowMs, format);
    link.download = `events.${format}`;
    link.click();
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm">
          <Download aria-hidden />
          {searchText.export}
        </Button>
      }
    >
      <MenuItem onSelect={save('csv')}>{searchText.exportCsv}</MenuItem>
      <MenuItem onSelect={save('ndjson')}>{searchText.exportNdjson}</MenuItem>
      <MenuSeparator />
      <p className="max-w-64 px-2 py-1 text-xs text-muted">{searchText.exportNote}</p>
    </Menu>
  );
}
