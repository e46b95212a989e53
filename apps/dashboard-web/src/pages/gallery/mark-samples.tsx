import { Sparkline } from '../../charts/sparkline.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copy-button.tsx';
import { Facts } from '../../ui/drawer.tsx';
import { Keys } from '../../ui/keys.tsx';
import { Moment, RelativeTime } from '../../ui/relative-time.tsx';
import { SEVERITIES_DOWN, SeverityBadge, SeverityMark } from '../../ui/severity-mark.tsx';
import { Stat } from '../../ui/stat.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';

const startedAtMs = Date.now();
const course = Array.from({ length: 40 }, (_, index) => 20 + 12 * Math.sin(index / 4) + ((index * 7) % 9));

export function MarkSamples() {
  return (
    <>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Stat
          label="Events per second"
          value="1,284"
          note="peak 2,031"
          aside={<Sparkline label="Last 15 minutes" values={course} />}
        />
        <Stat label="Open alerts" value="12" note="oldest 14 m" />
        <Stat label="MTTA · MTTR" value="4 m · 38 m" note="7 days" />
        <Stat label="Redis" value="92 / 100" note="96 % measured" isStale />
      </div>
      <div className="grid gap-4 md:grid-cols-2">
        <Card title="Severity and status">
          <div className="flex flex-col gap-4">
            <div className="flex flex-wrap gap-4 text-sm">
              {SEVERITIES_DOWN.map((severity) => (
                <SeverityMark key={severity} severity={severity} hasWord />
              ))}
            </div>
            <div className="flex flex-wrap gap-2">
              {SEVERITIES_DOWN.map((severity) => (
                <SeverityBadge key={severity} severity={severity} />
              ))}
            </div>
            <div className="flex flex-wrap gap-4 text-sm">
              {(['firing', 'acknowledged', 'resolved', 'closed'] as const).map((status) => (
                <StatusMark key={status} status={status} />
              ))}
            </div>
            <div className="flex flex-wrap gap-2">
              <Badge>T1110.001</Badge>
              <Badge tone="accent">analyst</Badge>
              <Badge tone="good">enabled</Badge>
              <Badge tone="warning">expires soon</Badge>
              <Badge tone="danger">revoked</Badge>
            </div>
          </div>
        </Card>
        <Card title="Facts">
          <Facts
            rows={[
              ['Source', <Copyable key="source" text="203.0.113.25" />],
              ['Alert', <Copyable key="alert" text="0198f1c2-5b7e-7c2a-9a41-3f1c5a7b9d10" />],
              ['Last seen', <RelativeTime key="seen" atMs={startedAtMs - 134_000} hasSuffix />],
              ['Opened', <Moment key="opened" atMs={startedAtMs} hasMillis />],
              ['Keys', <Keys key="keys" keys="g a" />],
            ]}
          />
        </Card>
      </div>
    </>
  );
}
