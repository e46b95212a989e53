/** What a rule lets a command do with a key: read, write or both. */
export type Access = 'R' | 'W' | 'RW';

/** A set of commands with the keys and channels they may be used on. */
export interface Grant {
  /** Lower case, with the subcommand where rights are given per subcommand (`xinfo|groups`); sorted. */
  commands: readonly string[];
  /** Globs of keys. */
  keys: readonly KeyRule[];
  /** Globs of channels. */
  channels: readonly string[];
}

export interface KeyRule {
  pattern: string;
  access: Access;
}

/**
 * What a Redis user may do. `root` and each of `selectors` stand alone: a command passes when one of them allows it
 * together with all its keys.
 */
export interface Role {
  /** Name of the user. */
  name: string;
  description: string;
  root: Grant;
  selectors: readonly Grant[];
}

const keyPrefix: Readonly<Record<Access, string>> = { R: '%R~', W: '%W~', RW: '~' };
const userName = /^[A-Za-z0-9_.-]{1,64}$/;

/** Redis takes nearly any text as a user's name; ours are words. */
export function isUserName(text: string): boolean {
  return userName.test(text);
}

/**
 * Arguments of ACL SETUSER for what the role may do, without state and passwords: `-@all` stands first, since rules
 * apply from left to right; categories are never given.
 */
export function roleRules(role: Role): string[] {
  const selectors = role.selectors.map((grant) => `(${grantRules(grant).join(' ')})`);
  return ['resetkeys', ...grantRules(role.root), 'clearselectors', ...selectors];
}

function grantRules({ commands, keys, channels }: Grant): string[] {
  return [
    'resetchannels',
    '-@all',
    ...commands.map((name) => `+${name}`),
    ...keys.map(({ pattern, access }) => `${keyPrefix[access]}${pattern}`),
    ...channels.map((pattern) => `&${pattern}`),
  ];
}

/** Every command the role names, sorted. */
export function commandsOf(role: Role): string[] {
  return [...new Set([role.root, ...role.selectors].flatMap((grant) => grant.commands))].sort();
}

/** The role without commands that a server does not know: naming one of them would make it refuse the whole user. */
export function withoutCommands(role: Role, unknown: ReadonlySet<string>): Role {
  const kept = (grant: Grant): Grant => ({ ...grant, commands: grant.commands.filter((name) => !unknown.has(name)) });
  return {
    ...role,
    root: kept(role.root),
    selectors: role.selectors.map(kept).filter((grant) => grant.commands.length > 0),
  };
}
