import { useNavigate } from '@tanstack/react-router';
import { useShortcut } from '../keyboard/shortcuts.ts';
import { shellText } from '../messages/shell.ts';
import { useVisiblePages } from './nav.tsx';
import type { PageEntry } from './pages.ts';

/** `g` and a letter goes to a page. */
export function GoShortcuts() {
  return useVisiblePages().map((page) => <GoShortcut key={page.path} page={page} />);
}

function GoShortcut({ page: { key, path, title } }: { page: PageEntry }) {
  const navigate = useNavigate();
  useShortcut({ keys: `g ${key}`, label: title, group: shellText.groupGo, run: () => void navigate({ to: path }) });
  return null;
}
