import type { Command } from '../../command/definition.ts';
import { archiveList } from './list.ts';
import { archiveRestore } from './restore.ts';
import { archiveVerify } from './verify.ts';

export const archiveCommands: readonly Command[] = [archiveList, archiveVerify, archiveRestore];
