import { createHash } from 'node:crypto';
import { roleRules, type Role } from '../role.ts';
import { expandCommands, type CommandTable } from './command-table.ts';
import { perTable } from './per-table.ts';

/** A line of ACL LIST in a form that can be compared: what is said in other words or another order is the same. */
export interface UserState {
  name: string;
  isOn: boolean;
  /** A user that needs no password. */
  isNoPass: boolean;
  /** SHA-256 of each password, hex, sorted. */
  hashes: readonly string[];
  /** What it may do, the root first: one text per selector. */
  grants: readonly string[];
}

/** Lines kept with what they say; beyond that all are read anew. */
const MAX_LINES = 2_000;
const read = new WeakMap<CommandTable, Map<string, UserState>>();

/**
 * Reads one line of ACL LIST, or the rules given to ACL SETUSER after `user <name>`; the same line gives the same object.
 *
 * @throws TypeError for other text
 */
export function parseAclLine(line: string, table: CommandTable): UserState {
  let known = read.get(table);
  if (known === undefined || known.size >= MAX_LINES) read.set(table, (known = new Map<string, UserState>()));
  const state = known.get(line) ?? readAclLine(line, table);
  known.set(line, state);
  return state;
}

function readAclLine(line: string, table: CommandTable): UserState {
  const match = /^user (\S+) (.*)$/.exec(line.trim());
  if (!match) throw new TypeError('not a line of ACL LIST');
  const [, name = '', rest = ''] = match;
  const selectors = [...rest.matchAll(/\(([^)]*)\)/g)].map((m) => grantText(words(m[1] as string), table));
  const root = words(rest.replace(/\([^)]*\)/g, ' '));
  return {
    name,
    isOn: root.includes('on'),
    isNoPass: root.includes('nopass'),
    hashes: root
      .filter((word) => word.startsWith('#'))
      .map((word) => word.slice(1))
      .sort(),
    grants: [grantText(root, table), ...selectors.sort()],
  };
}

function words(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}

/** Rights of one selector as text: its commands one by one, then keys and channels. */
function grantText(rules: readonly string[], table: CommandTable): string {
  const commands = expandCommands(
    rules.map(spelledOut).filter((rule) => /^[+-]/.test(rule)),
    table,
  );
  const places = rules
    .map((rule) => placeNames[rule] ?? rule.replace(/^%(RW|WR)~/, '~'))
    .filter((rule) => /^[~%&]/.test(rule));
  return [...commands, ...new Set(places.sort())].join(' ');
}

const placeNames: Readonly<Record<string, string>> = { allkeys: '~*', allchannels: '&*' };
const commandNames: Readonly<Record<string, string>> = { allcommands: '+@all', nocommands: '-@all' };

function spelledOut(rule: string): string {
  return commandNames[rule] ?? rule;
}

const grantsOf = perTable(
  (role: Role, table) => readAclLine(`user ${role.name} ${roleRules(role).join(' ')}`, table).grants,
);

/** The state that a role with these password hashes has on a node with these commands. */
export function declaredState(
  role: Role,
  { hashes, isOn = true }: { hashes: readonly string[]; isOn?: boolean },
  table: CommandTable,
): UserState {
  return { name: role.name, isOn, isNoPass: false, hashes: [...hashes].sort(), grants: grantsOf(role, table) };
}

/** Whether two users have the same rights, state and passwords. */
export function isSameState(one: UserState, other: UserState): boolean {
  const isSameLogin = one.isOn === other.isOn && one.isNoPass === other.isNoPass && hasSame(one.hashes, other.hashes);
  return one.name === other.name && isSameLogin && hasSame(one.grants, other.grants);
}

function hasSame(some: readonly string[], others: readonly string[]): boolean {
  return some === others || (some.length === others.length && some.every((text, index) => text === others[index]));
}

const hashedGrants = new WeakMap<readonly string[], string>();

function hashOf(grants: readonly string[]): string {
  const known = hashedGrants.get(grants) ?? createHash('sha256').update(grants.join('\n')).digest('hex');
  hashedGrants.set(grants, known);
  return known;
}

/** Same digest, same users with the same rights and passwords; the order of nothing counts. SHA-256, hex. */
export function aclDigest(users: readonly UserState[]): string {
  const texts = users.map(({ name, isOn, isNoPass, hashes, grants }) =>
    [name, isOn ? 'on' : 'off', isNoPass ? 'nopass' : '', ...hashes, hashOf(grants)].join('\n'),
  );
  return createHash('sha256').update(texts.sort().join('\n\n')).digest('hex');
}

/** The hash under which Redis keeps a password. */
export function passwordHash(password: string): string {
  return createHash('sha256').update(password).digest('hex');
}
