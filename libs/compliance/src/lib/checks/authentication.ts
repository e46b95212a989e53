import type { Check, Observation } from '../check.ts';
import type { Evidence, NodeEvidence, UserSeen } from '../evidence.ts';
import { notApplicable, notMeasured, onNodes, setting, type Seen } from '../measure.ts';

const area = 'authentication';
const HOUR_S = 3_600;
const DAY_MS = 86_400_000;
const MIN_LOG_LENGTH = 128;

/** Users by name with what is to be seen of them, without hashes. */
export function usersText(users: readonly UserSeen[], tell: (user: UserSeen) => string): string {
  return users.map((user) => `${user.name}: ${tell(user)}`).join(', ');
}

/** Users a node has on, with one thing about them, and those it is held against. */
export function ofUsers(
  evidence: Evidence,
  {
    what,
    tell,
    isBad,
    passed,
  }: { what: string; tell: (u: UserSeen) => string; isBad: (u: UserSeen) => boolean; passed: string },
) {
  return onNodes(
    evidence,
    ({ users }): Seen => {
      if (users === null) return { command: 'ACL LIST', value: null };
      const bad = users.filter((user) => user.isOn && isBad(user)).map(({ name }) => name);
      const value = usersText(
        users.filter(({ isOn }) => isOn),
        tell,
      );
      return {
        command: 'ACL LIST',
        value,
        objection: bad.length > 0 ? `${what}: ${bad.sort().join(', ')}` : undefined,
      };
    },
    passed,
  );
}

/** Whether no node listens with TLS, so that questions about it make no sense. */
export function isWithoutTls({ nodes }: Evidence): boolean {
  return nodes.length > 0 && nodes.every(({ settings }) => (settings.get('tls-port') ?? '0') === '0');
}

const failedLogins = ({ refusals }: NodeEvidence): number =>
  refusals
    .filter(({ reason, ageSeconds }) => reason === 'auth' && ageSeconds < HOUR_S)
    .reduce((sum, { count }) => sum + count, 0);

/** Who gets in, and with what. */
export const AUTHENTICATION: readonly Check[] = [
  {
    ...{ checkId: 'auth.default-disabled', area, rank: 'critical', title: 'The user `default` is shut out' },
    shows: 'No client reaches a node without a user of its own.',
    fix: 'give each service its user, then set MANAGE_REPLICATION=1 and ACL_DEFAULT_USER=off of acl-manager',
    measure: (evidence) =>
      onNodes(
        evidence,
        ({ users }) => {
          if (users === null) return { command: 'ACL GETUSER default', value: null };
          const user = users.find(({ name }) => name === 'default');
          const isOpen =
            user?.isOn === true && !(!user.isNoPass && user.grants.every(({ commands }) => commands.length === 0));
          const value =
            user === undefined ? 'no such user' : `${user.isOn ? 'on' : 'off'}${user.isNoPass ? ' nopass' : ''}`;
          return { command: 'ACL GETUSER default', value, objection: isOpen ? 'user default is on' : undefined };
        },
        'off',
      ),
  },
  {
    ...{ checkId: 'auth.no-nopass', area, rank: 'critical', title: 'Every user needs a password' },
    shows: 'Each identity at the data store has to prove itself.',
    fix: 'redoubt acl apply, or ACL SETUSER <user> resetpass on the node',
    measure: (evidence) =>
      ofUsers(evidence, {
        ...{ what: 'without a password', passed: 'no user is open' },
        tell: ({ isNoPass }) => (isNoPass ? 'nopass' : 'password'),
        isBad: ({ isNoPass }) => isNoPass,
      }),
  },
  {
    ...{ checkId: 'auth.anonymous-refused', area, rank: 'critical', title: 'A client that names no user is refused' },
    shows: 'A connection without credentials was tried from outside and turned away.',
    fix: 'shut the user `default` out (ACL_DEFAULT_USER=off)',
    measure: (evidence) =>
      onNodes(
        evidence,
        ({ anonymous }) => ({
          ...{ command: 'PING (without AUTH)', value: anonymous?.answer ?? null },
          objection: anonymous?.isRefused === false ? `answered ${anonymous.answer}` : undefined,
        }),
        'refused',
      ),
  },
  {
    ...{
      checkId: 'auth.password-count',
      area,
      rank: 'medium',
      title: 'Users have one password, or two while rotating',
    },
    shows: 'Replaced passwords do not stay valid.',
    fix: 'finish or turn round the rotation: redoubt acl rotate <user> [--rollback]',
    measure: (evidence) => {
      const rotating = new Set(evidence.posture?.users.filter(({ rotation }) => rotation).map(({ user }) => user));
      return ofUsers(evidence, {
        ...{ what: 'too many passwords', passed: 'one each' },
        tell: ({ passwords }) => String(passwords),
        isBad: ({ passwords, name }) => passwords > (rotating.has(name) ? 2 : 1),
      });
    },
  },
  {
    ...{ checkId: 'auth.credential-age', area, rank: 'high', title: 'Passwords are young enough' },
    shows: 'Credentials of services are exchanged within the period that the policy allows.',
    fix: 'redoubt acl rotate <user>, and set ROTATE_AFTER_HOURS of acl-manager',
    measure: ({ posture, policy }) => {
      if (posture === null) return notMeasured('acl-manager, which keeps the dates, is silent');
      const aged = posture.users.filter(({ credentialAgeMs }) => credentialAgeMs !== null);
      const unknown = posture.users.filter(
        (user) => user.isDeclared && user.isEnabled && user.credentialAgeMs === null,
      );
      const old = aged.filter(({ credentialAgeMs }) => Number(credentialAgeMs) > policy.maxCredentialAgeDays * DAY_MS);
      const value = aged.map(
        ({ user, credentialAgeMs }) => `${user}: ${Math.floor(Number(credentialAgeMs) / DAY_MS)} d`,
      );
      if (aged.length === 0) return notMeasured('the store of passwords is empty');
      const status = old.length > 0 ? 'fail' : unknown.length > 0 ? 'not-measured' : 'pass';
      const limit = `${Math.round(policy.maxCredentialAgeDays * 10) / 10} days`;
      const [command, subject] = ['GET {acl}:posture users', 'acl-manager'];
      return {
        ...{
          status,
          observations: [{ subject, command, atMs: posture.atMs, value: value.join(', '), verdict: status }],
        },
        summary:
          old.length > 0
            ? `older than ${limit}: ${old.map(({ user }) => user).join(', ')}`
            : unknown.length > 0
              ? `of unknown age: ${unknown.map(({ user }) => user).join(', ')}`
              : `none older than ${limit}`,
      };
    },
  },
  {
    ...{ checkId: 'auth.failure-rate', area, rank: 'high', title: 'Failed logins stay below the threshold' },
    shows: 'Attempts to guess passwords are counted and would stand out.',
    fix: 'redoubt incident open --type auth_failure_spike; block the addresses, rotate the user they try',
    measure: (evidence) =>
      onNodes(
        evidence,
        (node) => {
          const [failed, limit] = [failedLogins(node), evidence.policy.maxFailedLoginsPerHour];
          const counted = /count=(\d+)/.exec(node.info.get('errorstat_WRONGPASS') ?? '')?.[1] ?? '0';
          const total = node.info.get('acl_access_denied_auth') ?? counted;
          return {
            ...{
              command: 'ACL LOG; INFO errorstats',
              value: `${failed} within the hour; ${total} since its counters began`,
            },
            objection: failed > limit ? `${failed} failed logins within the hour, ${limit} allowed` : undefined,
          };
        },
        'below the threshold',
      ),
  },
  {
    ...{ checkId: 'auth.acllog-collected', area, rank: 'high', title: 'Refusals are collected without a gap' },
    shows: 'What nodes refuse is kept beyond the short memory of the nodes.',
    fix: 'set acllog-max-len to 128 or more, and COLLECT_INTERVAL_MS of acl-manager lower',
    measure: (evidence) => {
      const kept = onNodes(
        evidence,
        (node) => {
          const value = node.settings.get('acllog-max-len') ?? null;
          const isShort = value !== null && Number(value) < MIN_LOG_LENGTH;
          return {
            command: 'CONFIG GET acllog-max-len',
            value,
            objection: isShort ? `acllog-max-len is ${value}` : undefined,
          };
        },
        'nodes keep enough',
      );
      if (kept.status !== 'pass') return kept;
      const { logGaps, nowMs } = evidence;
      if (evidence.posture === null || logGaps === null) {
        return notMeasured('acl-manager, which collects them, is silent or keeps no records', kept.observations);
      }
      const status = logGaps > 0 ? 'fail' : 'pass';
      const summary = logGaps > 0 ? `${logGaps} gaps within 24 h` : 'no gap within 24 h';
      const command = 'security_audit: log_gap of 24 h';
      const gaps: Observation = {
        subject: 'acl-manager',
        command,
        atMs: nowMs,
        value: String(logGaps),
        verdict: status,
      };
      return { status, summary, observations: [...kept.observations, gaps] };
    },
  },
  {
    ...{ checkId: 'auth.client-certs', area, rank: 'medium', title: 'Clients show a certificate' },
    shows: 'A stolen password alone does not open a connection.',
    fix: 'tls-auth-clients yes, with certificates for services and nodes',
    measure: (evidence) =>
      isWithoutTls(evidence)
        ? notApplicable('no node speaks TLS')
        : onNodes(evidence, (node) => setting(node, 'tls-auth-clients', 'yes'), 'certificates are asked for'),
  },
];
