import { commandsOf, withoutCommands, type Role } from '../role.ts';
import { perTable } from './per-table.ts';

/** A role as far as a server knows its commands, and those that it does not know. */
export interface RoleOnServer {
  role: Role;
  unknown: readonly string[];
}

/** The role without commands that the server does not know: naming one would make it refuse the whole user. */
export const roleOnServer = perTable((role: Role, { all }): RoleOnServer => {
  const unknown = commandsOf(role).filter((command) => !all.has(command));
  return { role: unknown.length === 0 ? role : withoutCommands(role, new Set(unknown)), unknown };
});
