import type { Check, Measurement } from '../check.ts';
import { CODE_LOADING, DANGEROUS } from '../dangerous.ts';
import type { DryRunAllowed, Evidence, UserSeen } from '../evidence.ts';
import { mostFrequent, notMeasured, attested, onNodes, setting } from '../measure.ts';
import { ofUsers } from './authentication.ts';

const area = 'access_control';

/** What users may do. Users of the platform itself and those for emergencies are an administrator's affair. */
export const ACCESS: readonly Check[] = [
  {
    ...{ checkId: 'acl.no-all-commands', area, rank: 'critical', title: 'No service may run every command' },
    shows: 'Services hold no administrator rights at the data store.',
    fix: 'declare the service with its recorded role: redoubt acl apply',
    measure: (evidence) => ofServices(evidence, 'every command', ({ commands }) => commands[0] === 'all', tellCommands),
  },
  {
    ...{ checkId: 'acl.no-all-keys', area, rank: 'high', title: 'No service reaches every key' },
    shows: 'Services reach the data of their work and no other.',
    fix: 'name its key patterns with the UUID-shaped glob of the key schema',
    measure: (evidence) =>
      ofServices(
        evidence,
        'every key',
        ({ keys }) => keys.some((key) => /^(%[RW]+)?~\*$/.test(key)),
        (grants) => `${countOf(grants, ({ keys }) => keys)} key patterns`,
      ),
  },
  {
    ...{ checkId: 'acl.no-all-channels', area, rank: 'high', title: 'No service hears every channel' },
    shows: 'Messages between services are heard by those they are meant for.',
    fix: 'name its channels; acl-pubsub-default resetchannels',
    measure: (evidence) => {
      const users = ofServices(
        evidence,
        'every channel',
        ({ channels }) => channels.includes('&*'),
        (grants) => `${countOf(grants, ({ channels }) => channels)} channel patterns`,
      );
      if (users.status !== 'pass') return users;
      const preset = onNodes(evidence, (node) => setting(node, 'acl-pubsub-default', 'resetchannels'), 'none');
      return { ...preset, observations: [...users.observations, ...preset.observations] };
    },
  },
  {
    ...{
      checkId: 'acl.dangerous-denied',
      area,
      rank: 'critical',
      title: 'Services are refused what endangers the cluster',
    },
    shows: 'Each node was asked what it would let each service do, and refuses deleting, debugging and administration.',
    fix: 'take the commands from the users named; record what the service needs and generate its role again',
    measure: (evidence) => {
      const byRights = ofServices(evidence, 'dangerous commands', mayOneOf(DANGEROUS), tellCommands);
      return byRights.status === 'pass' ? alsoByDryRun(byRights, evidence, 'dangerous') : byRights;
    },
  },
  {
    ...{ checkId: 'acl.no-code-load', area, rank: 'high', title: 'Services cannot bring code into the servers' },
    shows: 'No service can add functions or modules to a node.',
    fix: 'take FUNCTION LOAD, SCRIPT LOAD and MODULE LOAD from the users named',
    measure: (evidence) => {
      const byRights = ofServices(evidence, 'loading code', mayOneOf(CODE_LOADING), tellCommands);
      return byRights.status === 'pass' ? alsoByDryRun(byRights, evidence, 'code') : byRights;
    },
  },
  {
    ...{
      checkId: 'acl.tenant-isolation',
      area,
      rank: 'critical',
      title: 'Services are refused keys outside their patterns',
    },
    shows: 'Keys of other kinds, other tags and ids that are no UUID are refused to every service.',
    fix: 'generate the role of the users named from the key schema again',
    measure: (evidence) => ofDryRuns(evidence, 'foreign-key'),
  },
  {
    ...{ checkId: 'acl.no-drift', area, rank: 'critical', title: 'Every node has exactly the declared users' },
    shows: 'Rights are those that were declared, on masters and replicas alike.',
    fix: 'redoubt acl apply, or acl-manager with ACL_MODE=enforce; then find out who changed them',
    measure: noDrift,
  },
  {
    ...{ checkId: 'acl.no-orphans', area, rank: 'high', title: 'No user exists that is not declared' },
    shows: 'Identities that nobody asked for do not exist.',
    fix: 'redoubt acl apply takes them away with their connections',
    measure: (evidence) => {
      const { posture, policy } = evidence;
      if (posture === null) return notMeasured('acl-manager, which knows what is declared, is silent');
      const declared = posture.users.filter(({ isDeclared }) => isDeclared).map(({ user }) => user);
      const known = new Set(['default', ...policy.breakGlassUsers, ...policy.systemUsers, ...declared]);
      return onNodes(
        evidence,
        ({ users }) => {
          if (users === null) return { command: 'ACL USERS', value: null };
          const strangers = users.map(({ name }) => name).filter((name) => !known.has(name));
          const value = users.map(({ name }) => name).join(', ');
          const objection = strangers.length > 0 ? `not declared: ${strangers.join(', ')}` : undefined;
          return { command: 'ACL USERS', value, objection };
        },
        'all are declared',
      );
    },
  },
  {
    ...{ checkId: 'acl.persisted', area, rank: 'high', title: 'Users survive a restart' },
    shows: 'A node that restarts comes back with the same rights.',
    fix: 'start every node with an aclfile on its data volume; the log of acl-manager says why saving fails (acl_apply_failed)',
    measure: persisted,
  },
  {
    ...{ checkId: 'acl.one-user-per-service', area, rank: 'high', title: 'Services come as their own users' },
    shows: 'What was done at the data store can be told apart by service.',
    fix: 'give the services whose connections are named REDIS_USERNAME and REDIS_PASSWORD_FILE of their own',
    measure: oneUserPerService,
  },
  {
    ...{ checkId: 'acl.break-glass-idle', area, rank: 'high', title: 'Nobody is connected as an administrator' },
    shows: 'The way in for emergencies stands unused.',
    fix: 'end the sessions named, or write down the ticket they belong to and waive the check for its time',
    measure: (evidence) => {
      const names = new Set(evidence.policy.breakGlassUsers);
      return onNodes(
        evidence,
        ({ clients }) => {
          const open = clients.filter(({ user }) => names.has(user));
          const value = `${open.length} of ${clients.length} connections`;
          const who = [...new Set(open.map(({ user }) => user))].join(', ');
          return { command: 'CLIENT LIST', value, objection: open.length > 0 ? `connected: ${who}` : undefined };
        },
        'no session',
      );
    },
  },
  {
    ...{
      checkId: 'acl.revocation-proof',
      area,
      rank: 'high',
      title: 'Users that were shut out have no connection left',
    },
    shows: 'Taking a user away ends what it had open.',
    fix: 'redoubt acl revoke <user> ends the connections on every node',
    measure: (evidence) =>
      onNodes(
        evidence,
        ({ clients, users }) => {
          if (users === null) return { command: 'ACL LIST; CLIENT LIST', value: null };
          const off = new Set(users.filter(({ isOn }) => !isOn).map(({ name }) => name));
          const left = [...new Set(clients.map(({ user }) => user))].filter((user) => off.has(user));
          const value = `shut out: ${[...off].join(', ') || 'nobody'}; connected of them: ${left.join(', ') || 'nobody'}`;
          const objection = left.length > 0 ? `still connected: ${left.join(', ')}` : undefined;
          return { command: 'ACL LIST; CLIENT LIST', value, objection };
        },
        'none connected',
      ),
  },
  {
    ...{ checkId: 'acl.review-recent', area, rank: 'medium', title: 'Access was reviewed within 90 days' },
    shows: 'A person went through who has access and signed for it.',
    fix: 'review `redoubt acl list` and `redoubt member list`, then `redoubt compliance attest acl.review-recent`',
    ...attested('acl.review-recent', { what: 'an access review of the last 90 days', days: 90 }),
  },
];

type Grant = UserSeen['grants'][number];

const countOf = (grants: readonly Grant[], names: (grant: Grant) => readonly string[]): number =>
  new Set(grants.flatMap(names)).size;

const tellCommands = (grants: readonly Grant[]): string =>
  grants.some(({ commands }) => commands[0] === 'all')
    ? 'all commands'
    : `${countOf(grants, ({ commands }) => commands)} commands`;

const mayOneOf =
  (names: readonly string[]) =>
  ({ commands }: Grant): boolean =>
    commands[0] === 'all' || names.some((name) => commands.includes(name));

/** Rights are what a node says of users; a dry run is what it would do. Where nobody asked, rights have to do. */
function alsoByDryRun(byRights: Measurement, evidence: Evidence, kind: DryRunAllowed['kind']): Measurement {
  if (evidence.nodes.every(({ dryRuns }) => dryRuns?.asked[kind] === undefined)) return byRights;
  const tried = ofDryRuns(evidence, kind);
  return { ...tried, observations: [...byRights.observations, ...tried.observations] };
}

function ofServices(
  evidence: Evidence,
  what: string,
  isBad: (grant: Grant) => boolean,
  tell: (grants: readonly Grant[]) => string,
): Measurement {
  const exempt = new Set([...evidence.policy.breakGlassUsers, ...evidence.policy.systemUsers]);
  return ofUsers(evidence, {
    ...{ what, passed: 'none' },
    tell: ({ grants }) => tell(grants),
    isBad: ({ name, grants }) => !exempt.has(name) && grants.some(isBad),
  });
}

function ofDryRuns(evidence: Evidence, kind: DryRunAllowed['kind']): Measurement {
  return onNodes(
    evidence,
    ({ dryRuns }) => {
      const { asked: questions, allowed } = dryRuns ?? { asked: {}, allowed: [] };
      const asked = questions[kind] ?? 0;
      const found = allowed.filter((one) => one.kind === kind).map(({ user, command }) => `${user}: ${command}`);
      const value = asked === 0 ? null : found.length === 0 ? `all refused (of ${asked} questions)` : found.join(', ');
      const shown = found.slice(0, 3).join(', ') + (found.length > 3 ? ` and ${found.length - 3} more` : '');
      return { command: 'ACL DRYRUN', value, objection: found.length > 0 ? `allowed: ${shown}` : undefined };
    },
    'all refused',
  );
}

/** No command reads the file: acl-manager has nodes save it and remembers what they had then. */
function persisted(evidence: Evidence): Measurement {
  const rows = new Map(evidence.posture?.nodes.map((row) => [row.address, row]));
  return onNodes(
    evidence,
    ({ address, settings }) => {
      const [command, file] = ['CONFIG GET aclfile; ACL SAVE of acl-manager', settings.get('aclfile')];
      if (file === undefined) return { command, value: null };
      if (file === '') return { command, value: 'no aclfile', objection: 'no aclfile' };
      const { digest, savedDigest } = rows.get(address) ?? {};
      if (digest === undefined || savedDigest === undefined)
        return { command, value: file, whyNot: 'acl-manager, which has nodes save their users, did not do so' };
      const value = `${file}: saved ${savedDigest.slice(0, 16)}, in memory ${digest.slice(0, 16)}`;
      const objection = digest === savedDigest ? undefined : 'users in memory are not those that were saved';
      return { command, value, objection };
    },
    'saved as they are in memory',
  );
}

function noDrift(evidence: Evidence): Measurement {
  const { nodes, posture } = evidence;
  if (posture === null) return notMeasured('acl-manager, which knows what is declared, is silent');
  const common = mostFrequent(nodes.flatMap(({ digest }) => digest ?? []));
  const drifted = new Set(
    posture.nodes.filter((one) => one.isReachable && !one.isAsDeclared).map((one) => one.address),
  );
  const driftAt = (address: string): string[] =>
    posture.users.flatMap(({ user, drift }) =>
      drift.filter((one) => one.startsWith(`${address}: `)).map((one) => `${user}: ${one.slice(address.length + 2)}`),
    );
  return onNodes(
    evidence,
    ({ address, digest }) => {
      const command = 'ACL LIST (digest)';
      if (digest === null) return { command, value: null };
      const differs = digest !== common ? 'users differ between nodes' : undefined;
      const undeclared = drifted.has(address)
        ? `not as declared: ${driftAt(address).slice(0, 5).join(', ') || 'users'}`
        : undefined;
      return { command, value: digest.slice(0, 16), objection: undeclared ?? differs };
    },
    'as declared and equal',
  );
}

function oneUserPerService(evidence: Evidence): Measurement {
  const services = new Set(evidence.posture?.users.map(({ user }) => user));
  return onNodes(
    evidence,
    ({ clients }) => {
      const wrong = clients.filter(({ user, name }) => {
        const service = /^[a-z][a-z-]*[a-z]/.exec(name)?.[0] ?? '';
        return user === 'default' || (services.has(service) && service !== user);
      });
      const value = usersTextOf(clients.map(({ user }) => user));
      const who = [...new Set(wrong.map(({ user, name }) => `${name.split('@')[0] || 'somebody'} as ${user}`))];
      return { command: 'CLIENT LIST', value, objection: who.length > 0 ? who.sort().join(', ') : undefined };
    },
    'each as itself',
  );
}

function usersTextOf(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => `${name}: ${count}`)
    .sort()
    .join(', ');
}
