import { FUZZ_TOKENS, mutatedBody } from '@redoubt/test-kit/fuzz';
import type { FuzzRequest } from './fuzz-seeds.ts';

/** Makes requests out of good ones, the same for the same numbers; none is as it was. */
export function fuzzRequest(seeds: readonly FuzzRequest[], random: () => number): FuzzRequest {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const { path, headers, body } = pick(seeds);
  // Where lengths stand before what they count, anything that changes one is refused at the first look.
  const flips = headers['content-type'] === 'application/x-protobuf' ? 0.9 : 0.15;
  return {
    path: random() < 0.05 ? mutatedPath(path, random) : path,
    headers: random() < 0.1 ? mutatedHeaders(headers, random) : headers,
    body: mutatedBody(body, random, flips),
  };
}

function mutatedPath(path: string, random: () => number): string {
  const names = ['filter_path', 'channel', 'token', 'time', 'host', 'index'];
  const name = names[Math.floor(random() * names.length)] as string;
  const value = encodeURIComponent(String(FUZZ_TOKENS[Math.floor(random() * FUZZ_TOKENS.length)]).toWellFormed());
  return `${path}${path.includes('?') ? '&' : '?'}${name}=${value}`;
}

function mutatedHeaders(headers: Record<string, string>, random: () => number): Record<string, string> {
  const names = ['content-type', 'content-encoding', 'authorization', 'ce-id', 'x-splunk-request-channel'];
  const values = [
    '',
    'gzip',
    'application/json',
    'application/x-protobuf',
    'text/plain',
    'Splunk x',
    'a%zz',
    'zstd',
    '*',
  ];
  const name = names[Math.floor(random() * names.length)] as string;
  return { ...headers, [name]: values[Math.floor(random() * values.length)] as string };
}
