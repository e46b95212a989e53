import type { Evidence } from './check.ts';

/** Whether no node listens with TLS, so that questions about it make no sense. */
export function isWithoutTls({ look }: Pick<Evidence, 'look'>): boolean {
  return look !== undefined && look.readings.every(({ settings }) => (settings.get('tls-port') ?? '0') === '0');
}
