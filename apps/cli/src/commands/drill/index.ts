import type { Command } from '../../command/definition.ts';
import { drillFailover } from './failover.ts';
import { drillRestore } from './restore.ts';

export const drillCommands: readonly Command[] = [drillFailover, drillRestore];
