import { heldGrants, SYSTEM_ROLES, type NodeFacts, type UserState } from '@redoubt/acl';
import { fail, hasSetting, notMeasured, ofEveryNodesUsers, onEveryNode, pass } from '../check.ts';
import type { CheckDefinition, Evidence, Verdict } from '../check.ts';
import { DANGEROUS } from '../dangerous.ts';

const CODE: readonly string[] = ['function|load', 'function|restore', 'script|load', 'module|load', 'module|loadex'];

/** What users may do. Users of the platform itself and those left alone are an administrator's affair. */
export const ACCESS_CHECKS: readonly CheckDefinition[] = [
  {
    ...{ checkId: 'acl.no-drift', area: 'access_control', rank: 'critical' },
    title: 'Every node has exactly the declared users',
    fix: 'redoubt acl apply, or let acl-manager run with ACL_MODE=enforce; then find out who changed them',
    measure: noDrift,
  },
  {
    ...{ checkId: 'acl.no-orphans', area: 'access_control', rank: 'high' },
    title: 'No user exists that is not declared',
    fix: 'redoubt acl apply takes them away with their connections; ACL_IGNORED_USERS names those to leave alone',
    measure: (evidence) => {
      const known = new Set(['default', ...evidence.ignoredUsers, ...declaredNames(evidence)]);
      return ofEveryNodesUsers(
        evidence,
        ({ users }) => named('not declared', users, ({ name }) => !known.has(name)),
        'none',
      );
    },
  },
  {
    ...{ checkId: 'acl.no-all-commands', area: 'access_control', rank: 'critical' },
    title: 'No service may run every command',
    fix: 'declare the service with its recorded role, or a preset',
    measure: (evidence) =>
      ofServices(evidence, 'every command', (user, { commands }) =>
        heldGrants(user, commands).some((grant) => grant.commands[0] === 'all'),
      ),
  },
  {
    ...{ checkId: 'acl.no-all-keys', area: 'access_control', rank: 'high' },
    title: 'No service reaches every key',
    fix: 'name its key patterns with the UUID-shaped glob of the key schema',
    measure: (evidence) =>
      ofServices(evidence, 'every key', (user, { commands }) =>
        heldGrants(user, commands).some(({ keys }) => keys.some((key) => /^(%[RW]+)?~\*$/.test(key))),
      ),
  },
  {
    ...{ checkId: 'acl.no-all-channels', area: 'access_control', rank: 'high' },
    title: 'No service hears every channel',
    fix: 'name its channels; acl-pubsub-default resetchannels',
    measure: (evidence) => {
      const ofUsers = ofServices(evidence, 'every channel', (user, { commands }) =>
        heldGrants(user, commands).some(({ channels }) => channels.includes('&*')),
      );
      if (ofUsers.status !== 'pass') return ofUsers;
      return onEveryNode(evidence, (one) => hasSetting(one, 'acl-pubsub-default', 'resetchannels'), 'none');
    },
  },
  {
    ...{ checkId: 'acl.dangerous-denied', area: 'access_control', rank: 'critical' },
    title: 'Services are refused what endangers the cluster',
    fix: 'take the commands from the users named; record what the service needs and generate its role again',
    measure: dangerousDenied,
  },
  {
    ...{ checkId: 'acl.no-code-load', area: 'access_control', rank: 'high' },
    title: 'Services cannot bring code into the servers',
    fix: 'take FUNCTION LOAD, SCRIPT LOAD and MODULE LOAD from the users named',
    measure: (evidence) => ofServices(evidence, 'loading code', (user, facts) => mayOneOf(user, facts, CODE)),
  },
  {
    ...{ checkId: 'acl.persisted', area: 'access_control', rank: 'high' },
    title: 'Users survive a restart',
    fix: 'start every node with an aclfile on its data volume',
    measure: (evidence) =>
      ofEveryNodesUsers(evidence, ({ aclFile }) => (aclFile === '' ? 'no aclfile' : undefined), 'saved in an aclfile'),
  },
  {
    ...{ checkId: 'acl.one-user-per-service', area: 'access_control', rank: 'high' },
    title: 'Services come as their own users',
    fix: 'give the services whose connections are named REDIS_USERNAME and REDIS_PASSWORD_FILE',
    measure: (evidence) =>
      onEveryNode(
        evidence,
        ({ clients }) => {
          const strangers = clients
            .filter(({ user }) => user === 'default')
            .map(({ name }) => name.split('@')[0] || '?');
          return strangers.length === 0 ? undefined : `come as default: ${[...new Set(strangers)].sort().join(', ')}`;
        },
        'no connection as default',
      ),
  },
];

function declaredNames({ watch }: Evidence): string[] {
  return watch?.declared.users.map(({ role }) => role.name) ?? [];
}

function named(what: string, users: readonly UserState[], isMeant: (user: UserState) => boolean): string | undefined {
  const names = users.filter(isMeant).map(({ name }) => name);
  return names.length === 0 ? undefined : `${what}: ${names.sort().join(', ')}`;
}

/** Of every user that is on, except those of the platform itself and those that are left alone. */
function ofServices(evidence: Evidence, what: string, isBad: (user: UserState, facts: NodeFacts) => boolean): Verdict {
  const exempt = new Set([...Object.keys(SYSTEM_ROLES), ...evidence.ignoredUsers]);
  return ofEveryNodesUsers(
    evidence,
    (facts) => named(what, facts.users, (user) => user.isOn && !exempt.has(user.name) && isBad(user, facts)),
    'none',
  );
}

/** By the rights that users have; at level `high` also by what each server says it would let them do. */
function dangerousDenied(evidence: Evidence): Verdict {
  const byRights = ofServices(evidence, 'dangerous commands', (user, facts) => mayOneOf(user, facts, DANGEROUS));
  const { dryRuns } = evidence.probes;
  const allowed = [...(dryRuns ?? [])].filter(([, found]) => found.length > 0);
  if (byRights.status !== 'pass' || dryRuns === undefined) return byRights;
  if (allowed.length === 0) return pass(`${byRights.evidence}; the same by ACL DRYRUN on ${dryRuns.size} nodes`);
  return fail(
    [...new Set(allowed.flatMap(([, found]) => found))].join(', '),
    allowed.map(([address]) => address),
  );
}

function mayOneOf(user: UserState, { commands }: NodeFacts, names: readonly string[]): boolean {
  return heldGrants(user, commands).some(
    (grant) => grant.commands[0] === 'all' || names.some((name) => grant.commands.includes(name)),
  );
}

function noDrift({ watch }: Evidence): Verdict {
  if (watch === undefined) return notMeasured('users were not looked at lately');
  const { nodes, problems, down } = watch.plan;
  if (problems.length > 0) return fail(problems.join('; '));
  const drifted = nodes.filter(({ changes }) => changes.length > 0);
  if (drifted.length > 0) {
    const texts = drifted.flatMap(({ changes }) => changes.map(({ kind, user }) => `${kind} ${user}`));
    return fail(
      `to be done: ${[...new Set(texts)].join(', ')}`,
      drifted.map(({ address }) => address),
    );
  }
  const silent = down.map(({ address }) => address);
  if (silent.length > 0) return notMeasured(`no answer from ${silent.join(', ')}`);
  const digests = new Set(watch.facts.up.map(({ digest }) => digest));
  return digests.size === 1
    ? pass(`digest ${[...digests][0]?.slice(0, 12)} on ${nodes.length} nodes`)
    : fail(`${digests.size} different sets of users`);
}
