import { ConfigError, newOrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { fuzzDecoder } from '@redoubt/test-kit/fuzz';
import { generateApiKey, parseApiKey } from './api-key-text.ts';
import { parseEndedSessions } from './sessions/end-sessions.ts';
import { parseSessionKeys } from './sessions/session-keys.ts';
import { parseSession, sessionFields, type SessionRecord } from './sessions/session-record.ts';

const orgId = newOrgId();
const key = generateApiKey().text;
const session: SessionRecord = {
  ...{ orgId, userId: 'u-1', role: 'viewer', permissions: ['events:read'], sessionEpoch: 3 },
  ...{ createdAtMs: 1_763_800_000_000, lastSeenAtMs: 1_763_800_000_000, expiresAtMs: 1_763_900_000_000 },
  ...{ address: '203.0.113.9', userAgent: 'curl' },
};
const secret = Buffer.alloc(32, 7).toString('base64');

it.each([
  {
    name: 'API keys',
    seeds: [key, `Bearer ${key}`, `Splunk  ${key} `, `ApiKey ${key}`],
    decode: (input: Buffer): boolean => {
      const read = parseApiKey(input.toString('latin1'));
      if (read === null) return false;
      expect(read.secret).toHaveLength(32);
      expect(parseApiKey(`rk_${read.id}_${read.secret.toString('base64url')}`)).toEqual(read);
      return true;
    },
  },
  {
    name: 'sessions',
    seeds: [sessionFields(session).join('\x1e')],
    decode: (input: Buffer): boolean => {
      const read = parseSession(input.toString().split('\x1e'));
      if (read === undefined) return false;
      for (const time of [read.createdAtMs, read.lastSeenAtMs, read.expiresAtMs])
        expect(Number.isSafeInteger(time)).toBe(true);
      expect(parseSession(sessionFields(read))).toEqual(read);
      return true;
    },
  },
  {
    name: 'messages of ended sessions',
    seeds: ['all', 'session abc', 'user u-1'].map((text) => `${orgKeys(orgId).sessionsEnded()}\x1e${text}`),
    decode: (input: Buffer): boolean => {
      const [channel = '', message = ''] = input.toString().split('\x1e');
      return parseEndedSessions(channel, message) !== undefined;
    },
  },
  {
    name: 'session keys',
    seeds: [`a:${secret}`, `b:${secret},a:${secret}`],
    isRefusal: (error: unknown) => error instanceof ConfigError && !error.message.includes(secret.slice(0, 12)),
    decode: (input: Buffer): boolean => parseSessionKeys(input.toString()).every((one) => one.secret.length >= 32),
  },
])('$name: whatever is given is read or refused', async (decoder) => {
  expect((await fuzzDecoder(decoder)).refused).toBeGreaterThan(0);
});
