import type { Command } from '../../command/definition.ts';
import { canaryRun } from './run.ts';
import { canarySetup } from './setup.ts';

export const canaryCommands: readonly Command[] = [canarySetup, canaryRun];
