import type { Command } from '../../command/definition.ts';
import { configView } from './view.ts';

export const configCommands: readonly Command[] = [configView];
