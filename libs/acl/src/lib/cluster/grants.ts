import { perTable } from './per-table.ts';
import type { UserState } from './acl-list.ts';

/** What one selector of a user lets through. */
export interface HeldGrant {
  /** One by one; `all` alone stands for every command of the server. */
  commands: readonly string[];
  /** With their access: `~` read and write, `%R~` read, `%W~` write. */
  keys: readonly string[];
  /** With `&` in front. */
  channels: readonly string[];
}

/** Takes a user's rights apart: the root first. A selector that lets nothing through is left out. */
export const heldGrants = perTable(({ grants }: UserState, table): readonly HeldGrant[] =>
  grants
    .map((text) => {
      const words = text.split(' ').filter(Boolean);
      const commands = words.filter((word) => !/^[~%&]/.test(word));
      return {
        commands: commands.length > 0 && commands.length >= table.all.size ? ['all'] : commands,
        keys: words.filter((word) => /^[~%]/.test(word)),
        channels: words.filter((word) => word.startsWith('&')),
      };
    })
    .filter(({ commands }) => commands.length > 0),
);
