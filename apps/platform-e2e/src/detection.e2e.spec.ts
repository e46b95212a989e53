import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { Alert } from '@redoubt/contracts';
import { createTempDir } from '@redoubt/test-kit';
import { readAlerts, settledAlerts } from '../../../tools/dev/alerts.ts';
import { connectControl, ensureDemoOrg, type Control, type DemoOrg } from '../../../tools/dev/demo-org.ts';
import { Stack } from '../../../tools/dev/stack.ts';
import { GatewayClient } from '../../../tools/traffic/gateway-client.ts';
import { readLogLines } from '../../../tools/traffic/log-replay.ts';
import { itWithSshdLog, SSHD_ALERTS, SSHD_LOG } from './corpus.ts';
import { ROOT } from './run-tool.ts';

jest.setTimeout(180_000);

const BATCH = 100;

describe('alerts on real processes', () => {
  const temp = createTempDir('detection-e2e');
  chmodSync(temp.path, 0o755);
  const stack = new Stack({ root: ROOT, logDir: join(temp.path, 'logs') });
  let control: Control;

  beforeAll(async () => {
    await stack.startServers();
    control = await connectControl(stack);
    await ensureDemoOrg(control, 'first');
    await stack.startApps();
  });
  afterAll(async () => {
    await control.close();
    await stack.stop();
    temp.remove();
  });

  async function settled(demo: DemoOrg): Promise<Alert[]> {
    const alerts = await settledAlerts(control, demo.organization.id, 60_000);
    if (alerts === undefined) throw new Error('alert-engine did not come to an end');
    return alerts;
  }

  itWithSshdLog('seven of a log, also when alert-engine is killed in it and when all of it is sent again', async () => {
    const demo = await ensureDemoOrg(control, 'sshd');
    const gateway = new GatewayClient({ url: stack.gatewayUrl, apiKey: demo.apiKey });
    const lines = await readLogLines(SSHD_LOG);
    const send = async (from: number, to: number): Promise<void> => {
      for (let at = from; at < to; at += BATCH) {
        const items = lines.slice(at, Math.min(at + BATCH, to)).map((body) => ({ kind: 'line' as const, body }));
        await gateway.send(items, undefined, `sshd-${at}`);
      }
    };
    await send(0, 1_000);
    await stack.app('alert-engine').kill9();
    await send(1_000, lines.length);
    await stack.app('alert-engine').start();
    expect((await settled(demo)).map(factsOf)).toEqual(SSHD_ALERTS);
    await send(0, lines.length);
    expect((await settled(demo)).map(factsOf)).toEqual(SSHD_ALERTS);
    expect(await readAlerts(control, demo.organization.id)).toHaveLength(SSHD_ALERTS.length);
  });
});

function factsOf({ ruleId, subject, count }: Alert) {
  return { ruleId, subject, count };
}
