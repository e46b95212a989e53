import { join } from 'node:path';
import { addKey, createSecretBox, fileKeys } from '@redoubt/encryption';
import { countSecrets, openChannel, saveChannel } from '@redoubt/rulebook';
import { createTempDir, waitFor } from '@redoubt/test-kit';
import { startApp, type TestApp } from '../testing/start-app.ts';

const temp = createTempDir('dashboard-keys');
const keyFile = join(temp.path, 'keys');
let app: TestApp;
beforeAll(async () => {
  addKey(keyFile, { isActive: true, nowMs: Date.now() });
  app = await startApp({ REDOUBT_SECRET_KEY_FILE: keyFile });
});
afterAll(async () => {
  await app.close();
  temp.remove();
});

test('stored secrets follow the active key of the file, without a restart', async () => {
  const { orgId } = await app.addTenant('acme');
  const url = 'https://hooks.example.org/T0P';
  const secretBox = createSecretBox(fileKeys(keyFile));
  const given = { type: 'slack', name: 'soc', url } as const;
  const { channelId } = await saveChannel(app.database, orgId, given, { actor: 'spec', secretBox });
  const keyId = addKey(keyFile, { isActive: true, nowMs: Date.now() });
  await waitFor(async () => (await countSecrets(app.database, orgId, secretBox)).byKey[keyId] === 1, {
    timeoutMs: 25_000,
    what: 'the secret sealed with the new key',
  });
  expect(await openChannel(app.database, orgId, { channelId, secretBox })).toMatchObject({ url });
  expect(await app.metrics.read('encryption_operations_total', { operation: 'reencrypt', outcome: 'success' })).toBe(1);
});
