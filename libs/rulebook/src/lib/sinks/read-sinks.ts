import { effectiveFeatures, toError, type OrgId } from '@redoubt/contracts';
import type { SecretBox } from '@redoubt/encryption';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { joinSink, type SinkInfo, type SinkSecrets } from './sink-parts.ts';
import type { Sink } from './sink-settings.ts';
import { sinkSecretContext } from './sinks.ts';

/** A sink as Redis holds it: without its secrets but for the sealed ones. */
export interface ProjectedSink {
  info: SinkInfo;
  /** Base64 of the sealed secrets. */
  sealed?: string;
  /** It was too far behind and was taken off: it has no cursor until somebody resumes it. */
  isDetached?: true;
}

/** Sinks of an organisation for the forwarder. */
export interface OrgSinks {
  /** Settings version that they are of. */
  version: number;
  /** False: the organisation has forwarding off. */
  isOn: boolean;
  sinks: { info: SinkInfo; sink: Sink }[];
  /** Sinks that are taken off. */
  detached: SinkInfo[];
  /** Sinks that cannot be used, and why; the reason holds no secret. */
  unusable: { info: SinkInfo; reason: string }[];
}

const FLAG = 'siem_integration';

/**
 * Reads an organisation's sinks with their secrets.
 *
 * @param secretBox  without one, sinks that have secrets are unusable
 * @throws what the client ends with
 */
export async function readSinks(redis: RedisClient, orgId: OrgId, secretBox?: SecretBox): Promise<OrgSinks> {
  const keys = orgKeys(orgId);
  const replies = await redis.batch([
    { name: 'HMGET', key: keys.config(), args: [keys.config(), 'settingsVersion', 'siemSinks'], retry: 'free' },
    { name: 'HGET', key: keys.features(), args: [keys.features(), FLAG], retry: 'free' },
  ]);
  for (const reply of replies) if (reply instanceof Error) throw reply;
  const [config, flag] = replies as [[string | null, string | null], string | null];
  const listed = await readListed(redis, orgId, JSON.parse(config[1] ?? '[]') as string[]);
  const isOn = effectiveFeatures(flag === null ? {} : { [FLAG]: flag === '1' })[FLAG];
  const result: OrgSinks = { version: Number(config[0] ?? 0), isOn, sinks: [], detached: [], unusable: [] };
  for (const { info, sealed, isDetached } of listed) {
    if (isDetached) {
      result.detached.push(info);
      continue;
    }
    try {
      result.sinks.push({ info, sink: joinSink(info, openSealed(orgId, info, sealed, secretBox)) });
    } catch (error) {
      result.unusable.push({ info, reason: reasonOf(toError(error)) });
    }
  }
  return result;
}

/** One that is listed and not there was taken away meanwhile. */
async function readListed(redis: RedisClient, orgId: OrgId, ids: readonly string[]): Promise<ProjectedSink[]> {
  if (ids.length === 0) return [];
  const keys = ids.map((id) => orgKeys(orgId).sensitive(id));
  const replies = await redis.batch(keys.map((key) => ({ name: 'GET', key, args: [key], retry: 'free' as const })));
  return replies.flatMap((reply) => {
    if (reply instanceof Error) throw reply;
    return typeof reply === 'string' ? [JSON.parse(reply) as ProjectedSink] : [];
  });
}

function openSealed(orgId: OrgId, info: SinkInfo, sealed: string | undefined, box?: SecretBox): SinkSecrets {
  if (sealed === undefined) return {};
  if (!box) throw new Error('it has a secret, and there is no REDOUBT_SECRET_KEY to open it with');
  const text = box.open(Buffer.from(sealed, 'base64'), sinkSecretContext(orgId, info.sinkId));
  return JSON.parse(text) as SinkSecrets;
}

/** Errors of parsers quote what they were given. */
function reasonOf(error: Error): string {
  return error.name === 'Error' || error.name === 'PermanentError' || error.name === 'SecretUnreadable'
    ? error.message
    : 'it does not parse';
}
