import type { Command } from '../../command/definition.ts';
import { memberAdd, memberRemove } from './change.ts';
import { memberList } from './list.ts';

export const memberCommands: readonly Command[] = [memberAdd, memberList, memberRemove];
