import type { ClientConnection } from './connections.ts';

const SHOWN_CONNECTIONS = 5;

/** Whom a rotation waits for, in words: the names that connections have, and where they come from. */
export function waitingText(user: string, older: readonly ClientConnection[]): string {
  const names = older.map(({ name, address }) => `${name.split('@')[0] || 'unnamed'} (${address})`);
  const shown = [...new Set(names)].slice(0, SHOWN_CONNECTIONS).join(', ');
  const more = names.length > SHOWN_CONNECTIONS ? ` and ${names.length - SHOWN_CONNECTIONS} more` : '';
  const count = older.length === 1 ? 'one connection' : `${older.length} connections`;
  return `${user}: waiting for ${count} to follow: ${shown}${more}`;
}
