import type { Command } from '../../command/definition.ts';
import { suppressionExpire } from './expire.ts';
import { suppressionList } from './list.ts';

export const suppressionCommands: readonly Command[] = [suppressionList, suppressionExpire];
