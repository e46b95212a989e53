import { isIpAddress } from '@redoubt/contracts';
import type { MessageMeaning } from './types.ts';

/**
 * Where a message says the peer is: an address fills `sourceIp`, a host name is kept in the details.
 * An address that was IPv4 mapped into IPv6 (RFC 4291 section 2.5.5.2) is given as IPv4, so that rules see one spelling.
 */
export function withPeer(meaning: MessageMeaning, peer: string | undefined): MessageMeaning {
  if (peer === undefined || peer === '') return meaning;
  const address = peer.startsWith('::ffff:') && peer.includes('.') ? peer.slice(7) : peer;
  if (isIpAddress(address)) meaning.sourceIp = address;
  else withDetail(meaning, 'sourceHost', peer);
  return meaning;
}

/** Sets `user` unless the message names none. */
export function withUser(meaning: MessageMeaning, user: string | undefined): MessageMeaning {
  if (user !== undefined && user !== '') meaning.user = user;
  return meaning;
}

/** Adds a detail unless it is absent. */
export function withDetail(meaning: MessageMeaning, name: string, value: unknown): MessageMeaning {
  if (value !== undefined && value !== '') (meaning.details ??= {})[name] = value;
  return meaning;
}

/** A port as a number, for details. */
export function portOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
