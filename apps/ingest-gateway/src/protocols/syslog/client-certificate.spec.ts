import type { TLSSocket } from 'node:tls';
import { fingerprintOf } from './client-certificate.ts';

const shown = (certificate: object): TLSSocket => ({ getPeerCertificate: () => certificate }) as unknown as TLSSocket;
const dates = { valid_from: 'Nov 22 00:00:00 2026 GMT', valid_to: 'Nov 23 00:00:00 2026 GMT' };

test.each([
  ['none', {}, Date.UTC(2026, 10, 22, 12), undefined],
  ['one that is valid', { fingerprint256: 'AB:CD', ...dates }, Date.UTC(2026, 10, 22, 12), Buffer.from('abcd', 'hex')],
  ['one that is over', { fingerprint256: 'AB:CD', ...dates }, Date.UTC(2026, 10, 24), 'invalid'],
  ['one that is not valid yet', { fingerprint256: 'AB:CD', ...dates }, Date.UTC(2026, 10, 21), 'invalid'],
])('who shows %s', (_name, certificate, nowMs, found) => {
  expect(fingerprintOf(shown(certificate), nowMs)).toEqual(found);
});
