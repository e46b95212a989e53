import {
  API_KEY_SCOPES,
  createApiKey,
  listApiKeys,
  MAX_KEY_NAME,
  mayGrantScope,
  revokeApiKey,
  type ApiKeyInfo,
  type Principal,
} from '@redoubt/tenancy';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { byOf, reason } from '../author.ts';
import { given } from '../parameters.ts';
import type { Services } from '../services.ts';

const scope = z
  .enum(API_KEY_SCOPES)
  .describe('`ingest` sends events, `read` looks on, `admin` does all but manage people');
const keySchema = z.strictObject({
  keyId: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAtMs: z.int(),
  expiresAtMs: z.int().optional(),
  revokedAtMs: z.int().optional(),
});

/** Credentials of programs. */
export function keyRoutes(services: Services): Route[] {
  return [listKeysRoute(services), createKeyRoute(services), revokeKeyRoute(services)];
}

function listKeysRoute(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/keys',
    operationId: 'listKeys',
    summary: 'List API keys, oldest first, also those that have ended',
    permission: 'keys:read',
    reply: z.strictObject({ keys: z.array(keySchema) }),
    handle: async ({ principal }) => {
      const keys = await listApiKeys(services, principal.orgId);
      return { json: { keys: keys.map(keyJson) } };
    },
  });
}

function createKeyRoute(services: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/keys',
    operationId: 'createKey',
    summary: 'Make an API key',
    description:
      'It works as soon as it is answered. Nobody makes a key that allows more than they may themselves, and no key ' +
      'makes one that outlives it.',
    permission: 'keys:write',
    body: z.strictObject({
      name: z.string().min(1).max(MAX_KEY_NAME),
      scopes: z.array(scope).min(1).max(API_KEY_SCOPES.length),
      expiresAtMs: z.int().min(0).max(253_402_300_799_999).optional().describe('Absent: until it is revoked'),
      reason,
    }),
    status: 201,
    reply: z.strictObject({
      key: keySchema,
      text: z.string().describe('The key itself; told this once, kept nowhere'),
    }),
    problems: ['refused'],
    handle: async (call) => {
      const { name, scopes, expiresAtMs, reason: why } = call.body;
      const { principal } = call;
      const tooMuch = scopes.find((one) => !mayGrantScope(principal, one));
      if (tooMuch) throw new Refusal('forbidden', `a key with ${tooMuch} would allow more than you may`);
      if (expiresAtMs !== undefined && expiresAtMs <= services.clock.now()) {
        throw new Refusal('refused', 'the key would have expired already');
      }
      await requireNoLongerLife(services, principal, expiresAtMs);
      const request = { organization: principal.orgId, name, scopes, ...given({ expiresAtMs }), by: byOf(call, why) };
      const { id, text } = await createApiKey(services, request);
      return { json: { key: keyJson(await theKey(services, principal, id)), text } };
    },
  });
}

function revokeKeyRoute(services: Services): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/keys/{keyId}',
    operationId: 'revokeKey',
    summary: 'End an API key for good',
    description: 'It is refused everywhere within 5 s. One that is revoked already stays as it is.',
    permission: 'keys:write',
    params: z.strictObject({ keyId: z.string().regex(/^[0-9A-Za-z]{12,32}$/) }),
    query: z.strictObject({ reason }),
    reply: z.strictObject({ key: keySchema }),
    handle: async (call) => {
      const { principal } = call;
      const { id } = await theKey(services, principal, call.params.keyId);
      await revokeApiKey(services, id, { orgId: principal.orgId, by: byOf(call, call.query.reason) });
      return { json: { key: keyJson(await theKey(services, principal, id)) } };
    },
  });
}

/** Else a key that is about to end could live on in one of its own making. */
async function requireNoLongerLife(
  services: Services,
  principal: Principal,
  expiresAtMs: number | undefined,
): Promise<void> {
  if (principal.kind !== 'api_key') return;
  const { expiresAtMs: endMs } = await theKey(services, principal, principal.id);
  if (endMs !== undefined && (expiresAtMs ?? Infinity) > endMs) {
    throw new Refusal('forbidden', 'a key makes none that outlives it');
  }
}

async function theKey(services: Services, { orgId }: Principal, keyId: string): Promise<ApiKeyInfo> {
  const found = (await listApiKeys(services, orgId)).find(({ id }) => id === keyId);
  if (!found) throw new Refusal('not_found');
  return found;
}

function keyJson({ id: keyId, name, scopes, createdAtMs, expiresAtMs, revokedAtMs }: ApiKeyInfo) {
  return { keyId, name, scopes, createdAtMs, ...given({ expiresAtMs, revokedAtMs }) };
}
