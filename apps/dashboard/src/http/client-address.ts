import type { Request } from 'express';

/** IPv4 in the notation that dual-stack sockets give. */
const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * The address of whoever asks: of the connection, or what the proxies in TRUSTED_PROXIES say in `X-Forwarded-For`; what
 * anybody else says there is not believed.
 */
export function clientAddress(request: Request): string {
  return plainAddress(request.ip ?? '');
}

/** An address in the notation that it has where it comes from. */
export function plainAddress(address: string): string {
  return mapped.exec(address)?.[1] ?? address;
}
