import { createLogger, createMetrics } from '@redoubt/telemetry';
import { createOpsServer, type OpsServer } from './ops-server.ts';

const log = createLogger({ app: 'test', level: 'silent' });

describe('ops server', () => {
  let ops: OpsServer;
  const get = (path: string) => fetch(`http://127.0.0.1:${ops.port}${path}`);

  beforeEach(async () => {
    ops = createOpsServer({ host: '127.0.0.1', port: 0 }, { log, metrics: createMetrics({ app: 'test' }) });
    await ops.listen();
  });
  afterEach(() => ops.close());

  it('is live but not ready before checks are registered', async () => {
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/readyz')).status).toBe(503);
  });

  it('follows its checks and the drain', async () => {
    ops.readiness('redis', () => ({ ok: true }));
    expect((await get('/readyz')).status).toBe(200);
    ops.setDraining();
    const draining = await get('/readyz');
    expect(draining.status).toBe(503);
    expect(await draining.json()).toMatchObject({ checks: { lifecycle: { detail: 'draining' } } });
  });

  it('serves metrics in the text format', async () => {
    const response = await get('/metrics');
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(await response.text()).toContain('redoubt_app_info{app="test"} 1');
  });

  it('closes with connections kept alive, twice, and before listening', async () => {
    await get('/healthz');
    await ops.close();
    await ops.close();
    await createOpsServer({ host: '127.0.0.1', port: 0 }, { log, metrics: createMetrics({ app: 'test' }) }).close();
  });

  it('reports a port that is taken', async () => {
    const second = createOpsServer(
      { host: '127.0.0.1', port: ops.port },
      { log, metrics: createMetrics({ app: 'test' }) },
    );
    await expect(second.listen()).rejects.toThrow('EADDRINUSE');
  });
});
