import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir, ManagedProcess, waitFor } from '@redoubt/test-kit';
import { appendChanges } from '../testing/append-alerts.ts';
import { makeAlert, makeIncident } from '../testing/make-cases.ts';
import { startApp } from '../testing/start-app.ts';

const root = join(import.meta.dirname, '../../../..');
const page = readFileSync(join(root, 'docs/how-to/subscribe-to-alerts.md'), 'utf8');

it('the example of the page on subscribing listens, and goes on where it ended', async () => {
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(page) ?? [];
  const app = await startApp();
  const { orgId, read } = await app.addTenant('acme');
  const temp = createTempDir('example');
  writeFileSync(join(temp.path, 'example.mjs'), code);
  symlinkSync(join(root, 'node_modules'), join(temp.path, 'node_modules'));
  const log = join(temp.path, 'log');
  const run = (): Promise<ManagedProcess> =>
    ManagedProcess.launch({
      ...{ command: process.execPath, args: ['example.mjs'], cwd: temp.path, logFile: log },
      env: { REDOUBT_URL: app.url, REDOUBT_TOKEN: read },
    });
  const told = (): string[] => readFileSync(log, 'utf8').trimEnd().split('\n');
  const first = await run();
  await waitFor(() => told().includes('listening'), { timeoutMs: 15_000 });
  await appendChanges(app.redis, orgId, [{ alert: makeAlert(orgId, { title: 'One' }) }]);
  await waitFor(() => told().includes('opened: high firing One'));
  await first.stop();
  const missed = [{ alert: makeAlert(orgId, { title: 'Two' }) }, { incident: makeIncident(orgId, { title: 'Three' }) }];
  await appendChanges(app.redis, orgId, missed);
  const second = await run();
  await waitFor(() => told().includes('incident opened: open Three'), { timeoutMs: 15_000 });
  await second.stop();
  expect(told()).toEqual([
    ...['listening', 'opened: high firing One'],
    ...['listening', 'opened: high firing Two', 'incident opened: open Three'],
  ]);
  await app.close();
  temp.remove();
}, 60_000);
