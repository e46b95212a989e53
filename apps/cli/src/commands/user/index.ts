import type { Command } from '../../command/definition.ts';
import { userCreate } from './create.ts';
import { userDisable, userEnable } from './disable.ts';
import { userList } from './list.ts';
import { userPasswd } from './passwd.ts';

export const userCommands: readonly Command[] = [userCreate, userList, userPasswd, userDisable, userEnable];
