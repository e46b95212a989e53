import { TimeSeries } from '../../charts/time-series.tsx';
import { formatCount } from '../../format/format-number.ts';
import { redisText } from '../../messages/redis.ts';
import { formatAgo } from '../../time/format-time.ts';
import { useNow } from '../../time/use-now.ts';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/drawer.tsx';
import { CheckMark } from './check-mark.tsx';
import type { Posture } from './redis-queries.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const soonMs = 21 * dayMs;

/** Logins that failed, hour by hour. */
export function LoginChart({ posture: { atMs, authentication } }: { posture: Posture }) {
  const { failuresPerHour } = authentication;
  const lastMs = Math.floor(atMs / hourMs) * hourMs;
  const timesMs = failuresPerHour.map((_, index) => lastMs - (failuresPerHour.length - 1 - index) * hourMs);
  const hasAny = failuresPerHour.some((count) => count > 0);
  return (
    <Card title={redisText.loginChart}>
      {hasAny ? (
        <TimeSeries
          label={redisText.loginChartLabel}
          heightPx={140}
          timesMs={timesMs}
          series={[{ name: redisText.loginFailed, color: 'critical', values: failuresPerHour }]}
          isStacked
          format={formatCount}
        />
      ) : (
        <p className="py-6 text-center text-sm text-muted">{redisText.noFailures}</p>
      )}
    </Card>
  );
}

/** What is encrypted, on its way and at rest. */
export function EncryptionCard({ posture: { encryption, sessions, nodes } }: { posture: Posture }) {
  const nowMs = useNow();
  const { keyId, operations24h: done } = encryption;
  const ends = nodes.flatMap(({ certNotAfterMs }) => certNotAfterMs ?? []);
  const endMs = ends.length === 0 ? undefined : Math.min(...ends);
  return (
    <Card title={redisText.encryption}>
      <Facts
        rows={[
          [redisText.transport, redisText.sessionsTls(sessions.tls, sessions.active)],
          [
            redisText.certificates,
            endMs === undefined ? (
              <span className="text-muted">{redisText.noCertificates}</span>
            ) : (
              <span className={endMs - nowMs < soonMs ? 'text-medium' : undefined}>{formatAgo(endMs, nowMs)}</span>
            ),
          ],
          [
            redisText.keyInUse,
            keyId === null ? (
              <span className="text-muted">{redisText.noKey}</span>
            ) : (
              <span className="code">{keyId}</span>
            ),
          ],
          [redisText.encrypted, <Operations key="e" done={done && [done.encryptSuccess, done.encryptFailure]} />],
          [redisText.decrypted, <Operations key="d" done={done && [done.decryptSuccess, done.decryptFailure]} />],
        ]}
      />
    </Card>
  );
}

function Operations({ done }: { done: readonly [number, number] | null }) {
  if (done === null) return <span className="text-muted">{redisText.notReported}</span>;
  return <span className={done[1] > 0 ? 'text-medium' : 'tabular'}>{redisText.operations(...done)}</span>;
}

/** Who can reach the nodes. */
export function NetworkCard({ posture: { checks, sessions, nodes } }: { posture: Posture }) {
  const ofNetwork = checks.filter(({ area }) => area === 'network');
  const rejected = nodes.reduce((sum, node) => sum + (node.rejectedConnections ?? 0), 0);
  const reachable = nodes.filter(({ isReachable }) => isReachable).length;
  return (
    <Card title={redisText.network}>
      {ofNetwork.length === 0 ? (
        <p className="mb-3 text-sm text-muted">{redisText.noNetwork}</p>
      ) : (
        <ul className="mb-3 flex flex-col gap-1.5 border-b border-line pb-3 text-sm">
          {ofNetwork.map(({ checkId, status, title }) => (
            <li key={checkId} className="flex items-center gap-2">
              <CheckMark status={status} />
              <span className="min-w-0 truncate">{title}</span>
            </li>
          ))}
        </ul>
      )}
      <Facts
        rows={[
          [
            redisText.plain,
            <span key="p" className={sessions.plain > 0 ? 'tabular text-medium' : 'tabular'}>
              {formatCount(sessions.plain)}
            </span>,
          ],
          [
            redisText.rejected,
            <span key="r" className="tabular">
              {formatCount(rejected)}
            </span>,
          ],
          [redisText.reachable, redisText.reachableOf(reachable, nodes.length)],
        ]}
      />
    </Card>
  );
}
