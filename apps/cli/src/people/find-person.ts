import type { Database } from '@redoubt/storage';
import { findUser, type User } from '@redoubt/tenancy';
import { usageError } from '../command/cli-error.ts';
import { argument, asText } from '../command/inputs.ts';

export const userArgument = argument('<user>', 'e-mail address or id', asText);

/** @throws CliError when there is no such user */
export async function findPerson(database: Database, idOrEmail: string): Promise<User> {
  const user = await findUser(database, idOrEmail);
  if (!user) throw usageError(`there is no user ${idOrEmail}`, 'redoubt user list shows them all');
  return user;
}
