import type { Command } from '../../command/definition.ts';
import { retentionHold, retentionRelease } from './change.ts';
import { retentionShow } from './show.ts';

export const retentionCommands: readonly Command[] = [retentionShow, retentionHold, retentionRelease];
