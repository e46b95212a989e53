import { chmodSync } from 'node:fs';
import { createTempDir, type TempDir } from '@redoubt/test-kit';
import { TestAuthority } from '@redoubt/test-kit/certificates';
import { REDIS_NODES } from './compose-stack.ts';

/** A folder for `REDOUBT_TLS_DIR`, of an authority that is forgotten at once; containers may read it. */
export async function createRedisCertificates(): Promise<TempDir> {
  const folder = createTempDir('redis-tls');
  const authority = await TestAuthority.create();
  const { keyFile } = await authority.writeFiles(folder.path, 'tls', { hosts: [...REDIS_NODES, '127.0.0.1'] });
  chmodSync(folder.path, 0o755);
  chmodSync(keyFile, 0o644);
  return folder;
}
