import type { BookCore } from './book-core.ts';
import type { StoredCommand } from './model/stored.ts';

/** Commands remembered, the newest. */
export const MAX_COMMANDS = 1_000;

/** Which commands were obeyed already: one sent twice works once. */
export class CommandLog {
  private readonly core: BookCore;
  private readonly ids = new Map<string, StoredCommand>();

  constructor(core: BookCore) {
    this.core = core;
  }

  has(commandId: string): boolean {
    return this.ids.has(commandId);
  }

  add(commandId: string): void {
    const entry = { commandId, seq: this.core.nextSeq() };
    this.ids.set(commandId, entry);
    this.core.journal.commands.put(commandId, entry);
    for (const oldest of this.ids.keys()) {
      if (this.ids.size <= MAX_COMMANDS) return;
      this.ids.delete(oldest);
      this.core.journal.commands.remove(oldest);
    }
  }

  restore(commands: readonly StoredCommand[]): void {
    this.ids.clear();
    for (const entry of [...commands].sort((left, right) => left.seq - right.seq)) this.ids.set(entry.commandId, entry);
  }
}
