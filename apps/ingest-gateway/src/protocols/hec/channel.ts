import type { Call } from '../../http/protocol.ts';
import { HecRefusal } from './answers.ts';

const HEADER = 'x-splunk-request-channel';
/** A GUID, as Splunk asks for (`11`: Invalid data channel). */
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The channel that a request names in its header or, without one, in its query. @throws HecRefusal 11 */
export function channelOf({ request, query }: Call): string | undefined {
  const header = request.headers[HEADER];
  const channel = (typeof header === 'string' ? header : undefined) ?? query.get('channel') ?? undefined;
  if (channel !== undefined && !GUID.test(channel)) throw new HecRefusal(11);
  return channel?.toLowerCase();
}
