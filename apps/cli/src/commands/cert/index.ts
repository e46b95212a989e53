import type { Command } from '../../command/definition.ts';
import { certCheck } from './check.ts';

export const certCommands: readonly Command[] = [certCheck];
