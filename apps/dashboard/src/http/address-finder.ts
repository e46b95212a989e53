import type { IncomingMessage } from 'node:http';
import { networkMatcher } from '@redoubt/tenancy';
import { plainAddress } from './client-address.ts';

/** Says whose a request is, whatever serves it. */
export type AddressFinder = (request: Pick<IncomingMessage, 'headers' | 'socket'>) => string;

/**
 * The same as `clientAddress`, for requests that express does not see: the address of the connection, or, from a proxy
 * that is believed, the last one in `X-Forwarded-For` that is no such proxy.
 */
export function addressFinder(trustedProxies: readonly string[]): AddressFinder {
  const isTrusted = networkMatcher(trustedProxies);
  return ({ headers, socket }) => {
    let address = socket.remoteAddress ?? '';
    for (const said of String(headers['x-forwarded-for'] ?? '')
      .split(',')
      .reverse()) {
      if (!isTrusted(address) || said.trim() === '') break;
      address = said.trim();
    }
    return plainAddress(address);
  };
}
