import type { SecurityPosture } from '@redoubt/contracts';
import { bad, counted, good, silentNodes, unknown, type Investigation } from './findings.ts';
import type { NodeEvidence } from './read-nodes.ts';

/** Failed logins of the time that are never too few to speak of a spike. */
const FEW = 10;

export interface RecordedFailure {
  atMs: number;
  user: string;
  from: string;
  count: number;
}

/** Who failed to log in, from where, and whether it is more than usual. */
export function investigateLogins({
  nodes,
  down,
  recorded,
  posture,
}: {
  nodes: readonly NodeEvidence[];
  /** Nodes that could not be read. */
  down: readonly { address: string; reason: string }[];
  recorded: readonly RecordedFailure[];
  posture: SecurityPosture | null;
}): Investigation {
  const logged = nodes.flatMap(({ refusals }) => refusals.filter(({ reason }) => reason === 'auth'));
  const inLogs = logged.reduce((sum, { count }) => sum + count, 0);
  const inRecords = recorded.reduce((sum, { count }) => sum + count, 0);
  // Nodes keep 128 entries; acl-manager's records go back further, and lag a few seconds.
  const total = Math.max(inLogs, inRecords);
  const source = inRecords > inLogs ? recorded : logged;
  const addresses = counted(source.map(({ from, count }) => [from, count]));
  const users = counted(source.map(({ user, count }) => [user, count]));
  const isSpread = addresses.length >= 5;
  const [topAddress, topUser] = [addresses[0], users[0]];
  const known = new Set(posture?.users.map(({ user }) => user));
  const tried = users.filter(([user]) => known.has(user)).map(([user]) => user);
  const open = nodes.filter(
    ({ clients }) => topAddress && Object.keys(clients).some((who) => who.endsWith(` from ${topAddress[0]}`)),
  );
  return {
    findings: [
      total > FEW
        ? bad('failed logins', `${total} failed attempts, mostly from ${topAddress?.[0] ?? 'unknown'}`)
        : nodes.length === 0
          ? unknown('failed logins', 'no node could be read')
          : good('failed logins', `${total} failed attempts, which is few`),
      addresses.length === 0
        ? unknown('addresses', 'no attempt tells where it came from')
        : (isSpread ? bad : good)(
            'addresses',
            addresses
              .slice(0, 10)
              .map(([from, count]) => `${from}: ${count}`)
              .join(', ') + (isSpread ? ' (many addresses: a distributed attempt)' : ''),
          ),
      tried.length > 0
        ? bad('users tried', `${tried.join(', ')} exist here`)
        : good('users tried', usersText(users.map(([user]) => user))),
      open.length > 0
        ? bad(
            'open connections',
            `${topAddress?.[0]} has connections to ${open.map(({ address }) => address).join(', ')}`,
          )
        : nodes.length === 0
          ? unknown('open connections', 'no node could be read')
          : good('open connections', 'none from the addresses that failed'),
      posture === null
        ? unknown('usual rate', 'acl-manager is silent')
        : good(
            'usual rate',
            `${posture.authentication.failures24h} failures in 24 h, trend ${posture.authentication.trend}`,
          ),
      ...silentNodes(down),
    ],
    recommendations: [
      'Review the refusals: redoubt audit tail --redis, and the Redis page under Refusals',
      ...(topAddress && total > FEW
        ? [`Shut ${topAddress[0]} out at the firewall or by a NetworkPolicy: Redis itself cannot refuse an address`]
        : []),
      ...(tried.length > 0
        ? tried
            .slice(0, 3)
            .map((user) => `Rotate the password that was tried: redoubt acl rotate ${user} --reason "incident"`)
        : []),
      ...(total > FEW
        ? ['End what those addresses have open: the same command with --contain']
        : ['Close the incident when nothing follows within the day']),
    ],
    subject: {
      ...(topAddress && topAddress[0] !== '' ? { sourceIp: topAddress[0] } : {}),
      ...(topUser ? { user: topUser[0] } : {}),
    },
    evidence: { refusals: logged, recorded, failuresPerHour: posture?.authentication.failuresPerHour ?? null },
  };
}

function usersText(users: readonly string[]): string {
  return users.length === 0 ? 'none' : `${users.slice(0, 5).join(', ')}: none of them exists here`;
}
