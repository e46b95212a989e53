import type { Command } from '../../command/definition.ts';
import { userCreate } from './create.ts';
import { userDisable, userEnable } from './disable.ts';
import { userList } from './list.ts';
import { userPasswd } from './passwd.ts';
import { userSignOut } from './sign-out.ts';

export const userCommands: readonly Command[] = [
  ...[userCreate, userList, userPasswd],
  ...[userSignOut, userDisable, userEnable],
];
