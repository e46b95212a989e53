import { isIP } from 'node:net';
import { z } from 'zod';

const INTEGER = /^-?\d+$/;
const TRUE = new Set(['1', 'true', 'yes', 'on']);
const FALSE = new Set(['0', 'false', 'no', 'off']);

/** A whole number written in decimal digits, within [min, max]. */
export function envInteger({ min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {}) {
  return z.string().regex(INTEGER, 'must be a whole number').transform(Number).pipe(z.number().int().min(min).max(max));
}

/** A decimal number within [min, max], for ratios and factors. */
export function envNumber({ min = 0, max = Number.MAX_VALUE }: { min?: number; max?: number } = {}) {
  return z.string().trim().min(1).transform(Number).pipe(z.number().min(min).max(max));
}

/** `1 true yes on` or `0 false no off`, in any case. */
export function envFlag() {
  return z.string().transform((text, context) => {
    const word = text.toLowerCase();
    if (TRUE.has(word)) return true;
    if (FALSE.has(word)) return false;
    context.addIssue({ code: 'custom', message: 'must be true or false' });
    return z.NEVER;
  });
}

/** Milliseconds, at most an hour. */
export function envDuration(minMs = 1) {
  return envInteger({ min: minMs, max: 3_600_000 });
}

/** A TCP port; 0 lets the system choose. */
export function envPort() {
  return envInteger({ min: 0, max: 65_535 });
}

export interface HostPort {
  host: string;
  port: number;
}

/** `host:port,host:port`, at least one; IPv6 hosts stand in brackets. */
export function envHostPorts() {
  return z.string().transform((text, context): HostPort[] => {
    const parts = text.split(',').map((part) => part.trim());
    return parts.map((part) => {
      const match = /^(?:\[([^\]]+)\]|([^:\s]+)):(\d{1,5})$/.exec(part);
      const port = Number(match?.[3]);
      if (match === null || port < 1 || port > 65_535) {
        context.addIssue({ code: 'custom', message: `"${part}" is not host:port` });
        return z.NEVER;
      }
      return { host: match[1] ?? match[2] ?? '', port };
    });
  });
}

/** Keys of 32 bytes as base64, each perhaps after its id and a colon, separated by commas or line breaks. */
export function envSecretKeys() {
  return z
    .string()
    .transform((text) => text.split(/[\r\n,]/).map((key) => key.trim()))
    .refine(
      (keys) => keys.every((key) => /^(?:[a-z0-9-]{1,32}:)?[A-Za-z0-9+/]{43}=$/.test(key)),
      'a key is 32 bytes as base64',
    );
}

/** `address,network/bits` of IPv4 or IPv6, separated by commas. */
export function envNetworks() {
  return z
    .string()
    .transform((text) => (text === 'none' ? [] : text.split(',').map((part) => part.trim())))
    .refine((parts) => parts.every(isNetwork), 'must be addresses or networks such as 10.0.0.0/8, or none');
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

/** JSON of one shape. */
export function envJson<T extends z.ZodType>(shape: T) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'is not JSON' });
        return z.NEVER;
      }
    })
    .pipe(shape);
}
