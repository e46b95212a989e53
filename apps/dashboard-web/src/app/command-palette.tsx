import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { ArrowRight, Bell, Search, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useActiveShortcuts } from '../keyboard/shortcuts.ts';
import { shellText } from '../messages/shell.ts';
import { density } from '../preferences/density.ts';
import { toggleTheme } from '../theme/theme.ts';
import { zone } from '../time/zone.ts';
import { Keys } from '../ui/keys.tsx';
import { useVisiblePages } from './nav.tsx';
import { overlays } from './overlays.ts';
import { PaletteFrame } from './palette-frame.tsx';

const address = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:]+)$/i;

/** Pages, actions and searches by typing. */
export default function CommandPalette() {
  const [text, setText] = useState('');
  const pages = useVisiblePages();
  const navigate = useNavigate();
  const go = (to: string, search?: Record<string, string>): void =>
    void navigate({ to, ...(search ? { search } : {}) });
  return (
    <PaletteFrame text={text} onText={setText}>
      <Group heading={shellText.groupGo}>
        {pages.map(({ path, title, icon, key }) => (
          <Item key={path} icon={icon} keys={`g ${key}`} onSelect={() => go(path)}>
            {title}
          </Item>
        ))}
      </Group>
      <Actions />
      {text.trim() !== '' && <Searches text={text.trim()} go={go} />}
    </PaletteFrame>
  );
}

function Searches({ text, go }: { text: string; go: (to: string, search: Record<string, string>) => void }) {
  return (
    <Group heading={shellText.groupSearch} isAlways>
      {address.test(text) && (
        <Item icon={Search} isAlways onSelect={() => go('/search', { source: text })}>
          {shellText.searchSource(text)}
        </Item>
      )}
      <Item icon={Bell} isAlways onSelect={() => go('/alerts', { text })}>
        {shellText.searchAlerts(text)}
      </Item>
      <Item icon={Search} isAlways onSelect={() => go('/search', { text })}>
        {shellText.searchEvents(text)}
      </Item>
    </Group>
  );
}

function Actions() {
  const shortcuts = useActiveShortcuts().filter(
    ({ keys }) => !/^(?:g |mod\+k$|Arrow|Enter|Escape|Home|End|Page)/.test(keys),
  );
  return (
    <Group heading={shellText.groupActions}>
      {shortcuts.map(({ keys, label, run }) => (
        <Item key={keys} keys={keys} onSelect={run}>
          {label}
        </Item>
      ))}
      <Item onSelect={toggleTheme}>{shellText.toggleTheme}</Item>
      <Item onSelect={() => zone.set(zone.get() === 'utc' ? 'local' : 'utc')}>
        {zone.get() === 'utc' ? shellText.toLocal : shellText.toUtc}
      </Item>
      <Item onSelect={() => density.set(density.get() === 'compact' ? 'comfortable' : 'compact')}>
        {shellText.toggleDensity}
      </Item>
    </Group>
  );
}

function Group({ heading, isAlways = false, children }: { heading: string; isAlways?: boolean; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      forceMount={isAlways}
      className="py-1 [&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Command.Group>
  );
}

interface ItemProps {
  icon?: LucideIcon;
  keys?: string;
  /** Shown whatever is typed. */
  isAlways?: boolean;
  onSelect: () => void;
  children: string;
}

function Item({ icon: Icon = ArrowRight, keys, isAlways = false, onSelect, children }: ItemProps) {
  return (
    <Command.Item
      value={children}
      forceMount={isAlways}
      onSelect={() => {
        overlays.close();
        onSelect();
      }}
      className="flex h-9 items-center gap-2.5 rounded-md px-3 text-sm aria-selected:bg-hover"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" strokeWidth={1.75} />
      <span className="flex-1 truncate">{children}</span>
      {keys !== undefined && <Keys keys={keys} />}
    </Command.Item>
  );
}
