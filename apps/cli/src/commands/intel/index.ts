import type { Command } from '../../command/definition.ts';
import { intelImport } from './import.ts';
import { intelList } from './list.ts';
import { intelMatch } from './match.ts';
import { intelRemove } from './remove.ts';
import { intelReputation } from './reputation.ts';

export const intelCommands: readonly Command[] = [intelImport, intelList, intelMatch, intelReputation, intelRemove];
