import { searchText } from '../../messages/events.ts';
import { useMay } from '../../session/session.ts';
import { DownloadMenu } from '../../ui/download-menu.tsx';
import { exportAddress } from './search-query.ts';
import type { SearchSearch } from './search-search.ts';

/** The search as a file. */
export function ExportMenu({ search, nowMs }: { search: SearchSearch; nowMs: number }) {
  if (!useMay('events:export')) return null;
  const fileOf = (format: 'csv' | 'ndjson', label: string) => ({
    ...{ label, name: `events.${format}` },
    address: () => exportAddress(search, nowMs, format),
  });
  return (
    <DownloadMenu
      label={searchText.export}
      files={[fileOf('csv', searchText.exportCsv), fileOf('ndjson', searchText.exportNdjson)]}
      note={searchText.exportNote}
    />
  );
}
