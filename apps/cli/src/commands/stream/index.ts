import type { Command } from '../../command/definition.ts';
import { streamGroups } from './groups.ts';
import { streamRewind } from './rewind.ts';
import { streamTail } from './tail.ts';

export const streamCommands: readonly Command[] = [streamTail, streamGroups, streamRewind];
