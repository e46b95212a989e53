import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterKeys, orgKeys } from '@redoubt/key-schema';
import { createLogger } from '@redoubt/telemetry';
import { createTempDir, newOrg, startRedisCluster, type CertificateFiles, type RedisCluster } from '@redoubt/test-kit';
import { TestAuthority } from '@redoubt/test-kit/certificates';
import { connectTestClient, nodesOf } from '../../testing/connect-test-client.ts';
import { createJobsConnection } from '../jobs-connection.ts';
import { NodePool } from '../node-pool.ts';
import type { RedisClient } from '../redis-client.ts';
import type { RedisTls } from './connection-tls.ts';
import { readNodeCertificates, type NodeCertificate } from './read-node-certificates.ts';

const log = createLogger({ app: 'test', level: 'silent' });
const temp = createTempDir('redis-tls');
const DAY_MS = 86_400_000;
let cluster: RedisCluster;
let files: CertificateFiles;
beforeAll(async () => {
  cluster = await startRedisCluster({ tls: await TestAuthority.create() });
  files = cluster.clientTls as CertificateFiles;
});
afterAll(async () => {
  await cluster.stop();
  temp.remove();
});

function connect(tls: RedisTls | undefined): Promise<RedisClient> {
  return connectTestClient(cluster.addresses, { ...(tls ? { tls } : {}), connectTimeoutMs: 500 });
}

/** What a client is told that may not connect. */
async function refusal(tls: RedisTls | undefined): Promise<string> {
  try {
    await (await connect(tls)).close();
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
}

async function certificates(tls: RedisTls): Promise<NodeCertificate[]> {
  const found = await readNodeCertificates(
    cluster.nodes.map((node) => node.address),
    { tls },
  );
  return found.map((one) => {
    if (one.kind === 'unread') throw new Error(`${one.address}: ${one.reason}`);
    return one;
  });
}

/** What an operator does who exchanges the certificates of running nodes: the files first, then this on each node. */
async function reloadNodes(): Promise<void> {
  for (const { admin, tls } of cluster.nodes) {
    const { caFile, certFile, keyFile } = tls as CertificateFiles;
    const settings = ['tls-ca-cert-file', caFile, 'tls-cert-file', certFile, 'tls-key-file', keyFile];
    await admin.call('CONFIG', 'SET', ...settings);
  }
}

describe('TLS', () => {
  it('carries commands, subscriptions, administration and jobs', async () => {
    const redis = await connect(files);
    const pool = new NodePool({ nodes: nodesOf(cluster.addresses), tls: files });
    const jobs = createJobsConnection({ nodes: nodesOf(cluster.addresses), tls: files }, { log });
    try {
      const keys = Array.from({ length: 20 }, () => orgKeys(newOrg()).config());
      const set = keys.map((key) => ({ name: 'SET', key, args: [key, '1'], retry: 'free' as const }));
      expect(new Set(await redis.batch(set))).toEqual(new Set(['OK']));
      const channel = orgKeys(newOrg()).config();
      const heard = Promise.withResolvers<string>();
      await redis.subscribe([channel], (_channel, message) => heard.resolve(message));
      await redis.call('SPUBLISH', channel, ['hello']);
      expect(await heard.promise).toBe('hello');
      for (const address of pool.configured()) expect(await pool.call(address, 'PING')).toBe('PONG');
      await jobs.client.set(clusterKeys.bull('spec'), '1');
      expect(await jobs.client.get(clusterKeys.bull('spec'))).toBe('1');
    } finally {
      await Promise.all([redis.close(), pool.close(), jobs.close()]);
    }
  });

  it('refuses a foreign authority, a wrong name, and clients without a certificate of theirs or without TLS', async () => {
    const foreign = await (await TestAuthority.create('foreign')).writeFiles(temp.path, 'foreign');
    expect(await refusal({ ...files, caFile: foreign.caFile })).toContain('self-signed certificate in');
    expect(await refusal({ caFile: files.caFile, servername: 'other.example', ...shown(files) })).toContain(
      'other.example',
    );
    expect(await refusal({ caFile: files.caFile, ...shown(foreign) })).toContain('cannot be reached');
    expect(await refusal({ caFile: files.caFile })).toContain('cannot be reached');
    expect(await refusal(undefined)).toContain('cannot be reached');
    expect(await refusal({ caFile: files.caFile, servername: 'localhost', ...shown(files) })).toBe('none');
  });

  it('reads certificates of nodes, and says what a client would make of them', async () => {
    const [first, ...others] = await certificates(files);
    expect(first).toMatchObject({ subject: 'CN=node', issuer: 'CN=Redoubt throw-away CA', protocol: 'TLSv1.3' });
    expect(first).toMatchObject({
      names: ['localhost', '127.0.0.1'],
      cipher: expect.stringMatching(/^TLS_/) as string,
    });
    expect(first).not.toHaveProperty('refusal');
    expect(others).toHaveLength(2);
    const foreign = await (await TestAuthority.create('foreign')).writeFiles(temp.path, 'foreign');
    expect((await certificates({ caFile: foreign.caFile }))[0]?.refusal).toMatch(/SELF_SIGNED|UNABLE_TO/);
    expect((await certificates({ ...files, servername: 'other.example' }))[0]?.refusal).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
    const nobody = await readNodeCertificates(['127.0.0.1:1'], { tls: files });
    expect(nobody).toEqual([{ kind: 'unread', address: '127.0.0.1:1', reason: 'ECONNREFUSED' }]);
  });
});

describe('certificates that are exchanged while everything runs', () => {
  it('come with a new authority, without a restart of nodes or clients', async () => {
    const redis = await connect(files);
    const key = orgKeys(newOrg()).config();
    try {
      const next = await TestAuthority.create('next');
      const [old] = await certificates(files);
      const both = `${readFileSync(files.caFile, 'utf8')}${next.caPem}\n`;
      for (const { tls } of cluster.nodes) writeFileSync((tls as CertificateFiles).caFile, both);
      writeFileSync(files.caFile, both);
      await reloadNodes();
      const expiresAtMs = Math.floor(Date.now() / 1_000) * 1_000 + 2 * DAY_MS;
      for (const { tls } of cluster.nodes) {
        await next.writeFiles(join((tls as CertificateFiles).certFile, '..'), 'node', { notAfterMs: expiresAtMs });
        writeFileSync((tls as CertificateFiles).caFile, both);
      }
      await reloadNodes();
      await next.writeFiles(join(files.certFile, '..'), 'client');
      for (const { admin } of cluster.nodes) await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      // The client reads its files at most once a second, and waits with a command that has no connection yet.
      expect(await redis.call('SET', key, ['1'], { retry: 'free' })).toBe('OK');
      const seen = await certificates(files);
      expect(seen.map(({ issuer, notAfterMs }) => ({ issuer, notAfterMs }))).toEqual(
        cluster.nodes.map(() => ({ issuer: 'CN=next', notAfterMs: expiresAtMs })),
      );
      expect(seen[0]?.fingerprint).not.toBe(old?.fingerprint);
      await cluster.untilOk();
    } finally {
      await redis.close();
    }
  });

  it('are told of when they have expired', async () => {
    const own = cluster.nodes[0]?.tls as CertificateFiles;
    const past = { notBeforeMs: Date.now() - 2 * DAY_MS, notAfterMs: Date.now() - DAY_MS };
    const authority = await TestAuthority.create('late');
    const late = await authority.writeFiles(temp.path, 'late', past);
    const admin = cluster.nodes[0]?.admin;
    await admin?.call('CONFIG', 'SET', 'tls-cert-file', late.certFile, 'tls-key-file', late.keyFile);
    const [first] = await certificates({ caFile: late.caFile, ...shown(files) });
    expect(first).toMatchObject({ refusal: 'CERT_HAS_EXPIRED', issuer: 'CN=late' });
    expect(first?.notAfterMs).toBeLessThan(Date.now());
    await admin?.call('CONFIG', 'SET', 'tls-cert-file', own.certFile, 'tls-key-file', own.keyFile);
  });
});

function shown({ certFile, keyFile }: CertificateFiles): RedisTls {
  return { certFile, keyFile };
}
