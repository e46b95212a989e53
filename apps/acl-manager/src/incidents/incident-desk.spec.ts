import { decodeEvent, systemClock, type EventFields } from '@redoubt/contracts';
import { testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { parseAclLog } from '../collect/acl-log.ts';
import { NO_GROWTH } from '../collect/node-counters.ts';
import { createAclManagerMetrics } from '../metrics.ts';
import { IncidentDesk } from './incident-desk.ts';

const name = 'x'.repeat(16_000);

describe('incidents', () => {
  it('are events that the platform takes, whatever strangers call themselves', async () => {
    const sent: EventFields[] = [];
    const desk = new IncidentDesk(
      {
        send: (events) => Promise.resolve(void sent.push(...events)),
        record: () => Promise.resolve(),
        hours: { add: () => undefined, perHour: () => Array<number>(24).fill(0) },
        metrics: createAclManagerMetrics(testMetrics()),
        log: testLogger(),
        clock: systemClock,
      },
      { minFailures: 10, minDenied: 20 },
    );
    const atMs = systemClock.now();
    const row = ['count', 12, 'reason', 'auth', 'context', 'toplevel', 'object', 'AUTH', 'username', name];
    const client = ['age-seconds', '0', 'client-info', 'id=3 addr=192.0.2.1:4711 name='];
    const fresh = parseAclLog([[...row, ...client]], atMs).map((entry) => ({ ...entry, node: '192.0.2.9:6379' }));
    await desk.observe({
      ...{ atMs, lookMs: 1, readings: [], down: [], fresh, commandShare: null, sentCommands: 1 },
      grown: { ...NO_GROWTH, wrongPassword: 12 },
    });
    desk.drifted({ node: '192.0.2.9:6379', user: name, change: 'delete', differs: [] });
    await desk.flush();
    expect(sent.map(({ eventType }) => eventType)).toEqual(['redis_auth_failure', 'redis_acl_drift']);
    for (const event of sent) expect(decodeEvent(JSON.parse(JSON.stringify(event)))).toMatchObject({ ok: true });
  });
});
