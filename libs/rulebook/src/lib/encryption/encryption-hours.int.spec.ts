import { systemClock } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import { createLogger } from '@redoubt/telemetry';
import { connectTestBackends, type TestBackends } from '@redoubt/tenancy/testing';
import { openReportedSecretBox, readEncryption } from './encryption-hours.ts';

const log = createLogger({ app: 'test', level: 'silent' });
const context = { orgId: '6f1c9d5e-3b1a-4c8e-9a77-0d2f5b8c4e11', purpose: 'channel', id: 'c-1' } as never;
const secretKeys = [`k7:${Buffer.alloc(32, 7).toString('base64')}`];

let deps: TestBackends;
beforeAll(async () => {
  deps = await connectTestBackends();
});
afterAll(() => deps.close());

it('what services do with secrets is added up, whichever did it', async () => {
  const { redis } = deps;
  const nowMs = Date.now();
  for (let ago = 0; ago < 24; ago++) await redis.call('DEL', clusterKeys.aclEncryption(nowMs - ago * 3_600_000), []);
  expect(await readEncryption(redis, nowMs)).toEqual({ keyId: null, operations24h: null });
  const open = () => openReportedSecretBox({ secretKeys }, { redis, clock: systemClock, log });
  const [one, other] = [open(), open()];
  const sealed = one.secretBox?.seal('a', context) as Buffer;
  other.secretBox?.open(sealed, context);
  other.secretBox?.reseal(sealed, context);
  expect(() => other.secretBox?.open(Buffer.from('no secret'), context)).toThrow();
  await one.close();
  await other.close();
  expect(await readEncryption(redis, Date.now())).toEqual({
    keyId: 'k7',
    operations24h: { encryptSuccess: 2, encryptFailure: 0, decryptSuccess: 1, decryptFailure: 1 },
  });
});

it('a service without keys reports nothing', async () => {
  const { secretBox, close } = openReportedSecretBox(
    { secretKeys: [] },
    { redis: deps.redis, clock: systemClock, log },
  );
  expect(secretBox).toBeUndefined();
  await close();
});
