import type { Command } from '../../command/definition.ts';
import { keyCreate } from './create.ts';
import { keyList } from './list.ts';
import { keyRevoke } from './revoke.ts';
import { keyRotate } from './rotate.ts';

export const keyCommands: readonly Command[] = [keyCreate, keyList, keyRotate, keyRevoke];
