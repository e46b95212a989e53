import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir, type CertificateFiles, type TempDir } from '@redoubt/test-kit';
import { TestAuthority } from '@redoubt/test-kit/certificates';
import { FakeKubernetes } from '../../testing/fake-kubernetes.ts';
import type { Credential } from './credential-store.ts';
import { KubernetesCredentialStore } from './kubernetes-credential-store.ts';

/** Against a stand-in for the API server, not against Kubernetes. */
describe('passwords in Kubernetes Secrets (stand-in for the API server)', () => {
  let temp: TempDir;
  let files: CertificateFiles;
  let server: FakeKubernetes;
  const credential: Credential = { user: 'session_store', password: 'first secret', createdAtMs: 5 };

  beforeAll(async () => {
    temp = createTempDir('kubernetes');
    files = await (await TestAuthority.create()).writeFiles(temp.path, 'api');
  });
  afterAll(() => temp.remove());
  beforeEach(async () => {
    server = await FakeKubernetes.start(files);
    writeFileSync(join(temp.path, 'token'), 'token-one\n');
  });
  afterEach(() => server.close());

  function store(caFile = files.caFile): KubernetesCredentialStore {
    const tokenFile = join(temp.path, 'token');
    return new KubernetesCredentialStore({ apiUrl: server.url, namespace: 'platform', tokenFile, caFile });
  }

  it('are kept one Secret a user, with the password alone for the service', async () => {
    const one = store();
    expect(await one.read('session_store')).toBeUndefined();
    await one.write(credential);
    const next = { ...credential, password: 'second secret', previous: { password: 'first secret', createdAtMs: 5 } };
    await one.write(next);
    expect(await store().read('session_store')).toEqual(next);
    expect(await store().list()).toEqual([next]);
    const secret = server.secrets.get('redis-user-session-5f-store-credential');
    expect(Buffer.from(secret?.data?.password ?? '', 'base64').toString()).toBe('second secret');
    await one.remove('session_store');
    await one.remove('session_store');
    expect(await one.list()).toEqual([]);
  });

  it('are not written over what somebody else has written', async () => {
    const [one, other] = [store(), store()];
    await one.write(credential);
    await other.read('session_store');
    await other.write({ ...credential, password: 'of the other' });
    await expect(one.write({ ...credential, password: 'mine' })).rejects.toThrow('409');
    expect((await one.read('session_store'))?.password).toBe('of the other');
    await one.write({ ...credential, password: 'mine' });
  });

  it('follow a token that is exchanged, and fail without the right one', async () => {
    const one = store();
    await one.write(credential);
    server.token = 'token-two';
    await expect(one.read('session_store')).rejects.toThrow('401');
    writeFileSync(join(temp.path, 'token'), 'token-two');
    expect(await one.read('session_store')).toEqual(credential);
  });

  it('are refused as a whole, without what was to be kept in the message', async () => {
    const one = store();
    await one.write(credential);
    server.refuseWith = 403;
    const refused = one.write({ ...credential, password: 'not to be seen' });
    await expect(refused).rejects.toThrow('Kubernetes answered 403 to PUT');
    await expect(refused).rejects.not.toThrow('not to be seen');
    server.refuseWith = undefined;
    expect(await one.read('session_store')).toEqual(credential);
  });

  it('are sent to nobody whose certificate is not the cluster’s', async () => {
    const foreign = createTempDir('foreign');
    const { caFile } = await (await TestAuthority.create('foreign')).writeFiles(foreign.path, 'api');
    await expect(store(caFile).read('session_store')).rejects.toThrow(/certificate/i);
    foreign.remove();
  });

  it('are not taken from a Secret that acl-manager did not make', async () => {
    server.secrets.set('redis-user-cli-credential', { metadata: { name: 'redis-user-cli-credential' } });
    await expect(store().read('cli')).rejects.toThrow('was not made by acl-manager');
  });

  it('are not quoted when a Secret holds something else', async () => {
    await store().write(credential);
    const secret = server.secrets.get('redis-user-session-5f-store-credential');
    const data = { ...secret?.data, 'credential.json': Buffer.from('"first secret').toString('base64') };
    server.secrets.set('redis-user-session-5f-store-credential', { ...(secret as NonNullable<typeof secret>), data });
    const refused = store().read('session_store');
    await expect(refused).rejects.toThrow('what the store keeps of session_store is no password of it');
    await expect(refused).rejects.not.toThrow('first secret');
  });
});
