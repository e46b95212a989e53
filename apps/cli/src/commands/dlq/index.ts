import type { Command } from '../../command/definition.ts';
import { dlqList } from './list.ts';
import { dlqReplay } from './replay.ts';
import { dlqShow } from './show.ts';

export const dlqCommands: readonly Command[] = [dlqList, dlqShow, dlqReplay];
