import {
  fail,
  hasSetting,
  notApplicable,
  notMeasured,
  ofEveryNodesUsers,
  onEveryNode,
  pass,
  type CheckDefinition,
  type Evidence,
  type Verdict,
} from '../check.ts';
import { spikeLimit } from '../../incidents/spike-detector.ts';
import { isWithoutTls } from '../without-tls.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Age beyond which a password is too old where no policy says otherwise. */
const DEFAULT_MAX_AGE_MS = 90 * DAY_MS;
const MIN_FAILURES = 20;

/** Who gets in, and with what. */
export const AUTHENTICATION_CHECKS: readonly CheckDefinition[] = [
  {
    ...{ checkId: 'auth.default-disabled', area: 'authentication', rank: 'critical' },
    title: 'Nobody comes without a user of its own',
    fix: 'give each service its user (REDIS_USERNAME, REDIS_PASSWORD_FILE), then set MANAGE_REPLICATION=1 and ACL_DEFAULT_USER=off',
    measure: (evidence) =>
      ofEveryNodesUsers(
        evidence,
        ({ users }) => (users.find(({ name }) => name === 'default')?.isOn ? 'user default is on' : undefined),
        'user default is off',
      ),
  },
  {
    ...{ checkId: 'auth.no-nopass', area: 'authentication', rank: 'critical' },
    title: 'Every user needs a password',
    fix: 'take `nopass` from the users named: redoubt acl apply, or ACL SETUSER <user> resetpass on the node',
    measure: (evidence) =>
      ofEveryNodesUsers(
        evidence,
        ({ users }) => {
          const open = users.filter(({ isOn, isNoPass }) => isOn && isNoPass).map(({ name }) => name);
          return open.length === 0 ? undefined : `without a password: ${open.join(', ')}`;
        },
        'no user is open',
      ),
  },
  {
    ...{ checkId: 'auth.anonymous-refused', area: 'authentication', rank: 'critical' },
    title: 'A client that names no user is refused',
    fix: 'shut the user default out (ACL_DEFAULT_USER=off)',
    measure: anonymousRefused,
  },
  {
    ...{ checkId: 'auth.password-count', area: 'authentication', rank: 'medium' },
    title: 'Users have one password, or two during a rotation',
    fix: 'finish or turn round the rotation: redoubt acl rotate <user>, redoubt acl rotate <user> --rollback',
    measure: passwordCount,
  },
  {
    ...{ checkId: 'auth.credential-age', area: 'authentication', rank: 'high' },
    title: 'Passwords are young enough',
    fix: 'rotate the users named, and set ROTATE_AFTER_HOURS',
    measure: credentialAge,
  },
  {
    ...{ checkId: 'auth.failure-rate', area: 'authentication', rank: 'high' },
    title: 'Failed logins stay within what is usual',
    fix: 'look at the denied timeline for the addresses, block them, rotate the user they try',
    measure: failureRate,
  },
  {
    ...{ checkId: 'auth.acllog-collected', area: 'authentication', rank: 'high' },
    title: 'Refusals are collected without a gap',
    fix: 'set acllog-max-len to 128 or more, and COLLECT_INTERVAL_MS lower',
    measure: logCollected,
  },
  {
    ...{ checkId: 'auth.client-certs', area: 'authentication', rank: 'medium' },
    title: 'Clients show a certificate',
    fix: 'tls-auth-clients yes, with certificates for services and nodes',
    measure: (evidence) =>
      isWithoutTls(evidence)
        ? notApplicable('no node speaks TLS')
        : onEveryNode(evidence, (one) => hasSetting(one, 'tls-auth-clients', 'yes'), 'certificates are asked for'),
  },
];

function anonymousRefused({ probes: { anonymous }, look }: Evidence): Verdict {
  if (anonymous === undefined || look === undefined) return notMeasured('not tried yet');
  const open = [...anonymous].filter(([, { isRefused }]) => !isRefused);
  if (open.length > 0) {
    const answers = [...new Set(open.map(([, { answer }]) => answer))];
    return fail(
      `PING without a user was answered ${answers.join(', ')}`,
      open.map(([address]) => address),
    );
  }
  const untried = look.readings.filter(({ node }) => !anonymous.has(node.address)).map(({ node }) => node.address);
  const silent = [...untried, ...look.down.map(({ node }) => node.address)];
  return silent.length > 0
    ? notMeasured(`not tried on ${silent.join(', ')}`)
    : pass(`refused by ${anonymous.size} nodes`);
}

function passwordCount(evidence: Evidence): Verdict {
  const rotating = new Set(evidence.credentials.filter(({ rotation }) => rotation).map(({ user }) => user));
  return ofEveryNodesUsers(
    evidence,
    ({ users }) => {
      const many = users.filter(({ isOn, hashes, name }) => isOn && hashes.length > (rotating.has(name) ? 2 : 1));
      return many.length === 0
        ? undefined
        : `more passwords than it should: ${many.map(({ name }) => name).join(', ')}`;
    },
    'one each',
  );
}

function credentialAge({ credentials, nowMs, maxAgeMs }: Evidence): Verdict {
  const limitMs = maxAgeMs > 0 ? maxAgeMs * 1.2 : DEFAULT_MAX_AGE_MS;
  const old = credentials.filter(({ createdAtMs }) => nowMs - createdAtMs > limitMs);
  const limit = `${Math.round((limitMs / DAY_MS) * 10) / 10} days`;
  if (old.length > 0) return fail(`older than ${limit}: ${old.map(({ user }) => user).join(', ')}`);
  return credentials.length === 0 ? notMeasured('the store has no passwords') : pass(`none older than ${limit}`);
}

/** What counts as a spike of an hour: five times the median of the 23 before, and never a handful. */
function failureRate({ hours, look }: Evidence): Verdict {
  if (look === undefined) return notMeasured('the nodes were not looked at lately');
  const perHour = hours.perHour('failures');
  const now = perHour.at(-1) ?? 0;
  const { limit } = spikeLimit(perHour, { windowMs: HOUR_MS, minimum: MIN_FAILURES });
  const text = `${now} this hour, at most ${limit} are usual`;
  return now > limit ? fail(text) : pass(text);
}

function logCollected(evidence: Evidence): Verdict {
  const gaps = evidence.hours.total('gaps');
  if (gaps > 0) return fail(`${gaps} gaps within 24 h`);
  return onEveryNode(
    evidence,
    ({ settings }) => {
      const length = settings.get('acllog-max-len');
      if (length === undefined) return null;
      return Number(length) >= 128 ? undefined : `acllog-max-len is ${length}`;
    },
    'no gap within 24 h',
  );
}
