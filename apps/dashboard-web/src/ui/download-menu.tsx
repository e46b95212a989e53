import { Download } from 'lucide-react';
import { Button } from './button.tsx';
import { Menu, MenuItem, MenuSeparator } from './menu.tsx';

interface DownloadMenuProps {
  label: string;
  /** What the button is called where several are on a page. */
  name?: string;
  files: readonly { label: string; address: () => string; name?: string }[];
  /** What is in the files, and what is not. */
  note: string;
}

/** Files that the server makes: the browser loads them, shows how far it is, and can break it off. */
export function DownloadMenu({ label, name: called, files, note }: DownloadMenuProps) {
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm" aria-label={called}>
          <Download aria-hidden />
          {label}
        </Button>
      }
    >
      {files.map(({ label: one, address, name = '' }) => (
        <MenuItem key={one} onSelect={() => download(address(), name)}>
          {one}
        </MenuItem>
      ))}
      <MenuSeparator />
      <p className="max-w-64 px-2 py-1 text-xs text-muted">{note}</p>
    </Menu>
  );
}

/** @param name  '' leaves it to the server */
function download(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}
