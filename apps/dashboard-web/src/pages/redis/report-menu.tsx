import { Download } from 'lucide-react';
import { redisText } from '../../messages/redis.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';

/** The posture as a file, for whoever has to prove it. */
export function ReportMenu() {
  const save = (format: 'csv' | 'json') => () => {
    const link = document.createElement('a');
    link.href = `/api/v1/security/report?format=${format}`;
    link.download = '';
    link.click();
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm">
          <Download aria-hidden />
          {redisText.report}
        </Button>
      }
    >
      <MenuItem onSelect={save('csv')}>{redisText.reportCsv}</MenuItem>
      <MenuItem onSelect={save('json')}>{redisText.reportJson}</MenuItem>
      <MenuSeparator />
      <p className="max-w-64 px-2 py-1 text-xs text-muted">{redisText.reportNote}</p>
    </Menu>
  );
}
