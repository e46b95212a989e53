/**
 * Makes the secrets of one installation, each in the volume of those who need it. What is there stays: nothing is
 * printed, and a second run changes nothing.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = process.env.VOLUMES_DIR ?? '/volumes';

const password = () => randomBytes(32).toString('base64url');
const key = (id) => `${id}:${randomBytes(32).toString('base64')}`;
const signingKey = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** What a file held before wins over what would be in it now. */
function keep(file, text) {
  const path = join(ROOT, file);
  if (existsSync(path)) return;
  // In one move, so that a run that was cut off leaves no half of a secret.
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

if (!existsSync(join(ROOT, 'redis-secrets/acl-manager'))) {
  const first = password();
  // acl-manager begins with the password that nodes begin with, and exchanges it later.
  const held = JSON.stringify({ user: 'acl-manager', password: first, createdAtMs: Date.now() });
  keep('credentials/acl-manager.json', held);
  keep('credentials/acl-manager', first);
  keep('redis-secrets/admin', password());
  keep('redis-secrets/acl-manager', first);
}
if (!existsSync(join(ROOT, 'database-secrets/database-url'))) {
  const first = password();
  keep('database-secrets/password', first);
  keep('database-secrets/database-url', `postgres://redoubt:${first}@postgres:5432/redoubt`);
}
keep('sessions/SESSION_KEYS', key('first'));
keep('messages/REDOUBT_SECRET_KEY', `${key('first')}\n`);
keep('signing/COMPLIANCE_SIGNING_KEY', signingKey());
