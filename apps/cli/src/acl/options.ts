import { isUserName } from '@redoubt/acl';
import { asChoice, asText, BadValue, flag, option } from '../command/inputs.ts';

export const asUser = (text: string): string => {
  if (!isUserName(text)) throw new BadValue('must be the name of a Redis user: letters, digits, "_", "." and "-" only');
  return text;
};

export const asUsers = (text: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  ...text.split(',').map((word) => asUser(word.trim())),
];

/** Who the command comes to Redis as. */
export const adminOptions = {
  credentials: option(
    '--credentials <folder>',
    'where passwords of Redis users live (default: CREDENTIALS_DIR of the settings)',
    asText,
  ),
  as: option(
    '--as <user>',
    'come as this user, with its password of the folder (default: acl-manager if it is there, else the user of the settings)',
    asUser,
  ),
};

/** What the users of the installation should be. */
export const declarationOptions = {
  users: option(
    '--users <names>',
    'users that should exist: services, presets, replication (default: what the running acl-manager declares, or ACL_USERS, or every service)',
    asUsers,
  ),
  ignore: option(
    '--ignore <names>',
    'users that are none of the business of this command (ACL_IGNORED_USERS)',
    asUsers,
  ),
  defaultUser: option(
    '--default-user <state>',
    'keep: "default" stays as it is; off: it is shut out (default: ACL_DEFAULT_USER, or keep)',
    asChoice(['keep', 'off'] as const),
  ),
};

export const nodeOption = option('--node <host:port>', 'this node only', asText);
export const yesOption = flag('--yes', 'do it without asking');
export const dryRunOption = flag('--dry-run', 'only say what would be done');
