import type { Request } from 'express';

/** IPv4 in the notation that dual-stack sockets give. */
const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * The address of whoever asks: of the connection, or what the proxies in TRUSTED_PROXIES say in `X-Forwarded-For`; what
 * anybody else says there is not believed.
 */
export function clientAddress(request: Request): string {
  const address = request.ip ?? '';
  return mapped.exec(address)?.[1] ?? address;
}
