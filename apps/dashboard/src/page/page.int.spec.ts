import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startApp, type TestApp } from '../testing/start-app.ts';
import { PAGE_POLICY } from './page-headers.ts';

const script = 'export const answer = 42;\n'.repeat(100);
let folder: string;
let app: TestApp;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'redoubt-page-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Redoubt</title>');
  writeFileSync(join(folder, 'theme.js'), 'void 0;');
  writeFileSync(join(folder, 'assets/main-abc.js'), script);
  writeFileSync(join(folder, 'assets/main-abc.js.gz'), gzipSync(script));
  writeFileSync(join(folder, 'secret.txt'), 'no part of the page');
  app = await startApp({ WEB_ROOT: folder });
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const open = (path: string, headers: Record<string, string> = {}) =>
  fetch(app.url + path, { headers: { accept: 'text/html,application/xhtml+xml', ...headers } });

/** As it stands in the request: `fetch` would tidy the path up. */
async function openRaw(path: string): Promise<{ status: number; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  request(app.url, { path, headers: { accept: 'text/html' } }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => (text += part));
    response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
  })
    .on('error', reject)
    .end();
  return promise;
}

test('the page comes under every view, with its policy', async () => {
  for (const path of ['/', '/alerts?alert=1', '/settings', '/apiary']) {
    const answer = await open(path);
    expect([path, answer.status, await answer.text()]).toEqual([path, 200, '<!doctype html><title>Redoubt</title>']);
    expect(answer.headers.get('content-security-policy')).toBe(PAGE_POLICY);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('files with a hash in their name stay for ever, compressed for those who can read it', async () => {
  const answer = await open('/assets/main-abc.js', { 'accept-encoding': 'gzip' });
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  expect(await answer.text()).toBe(script);
  const plain = await open('/assets/main-abc.js', { 'accept-encoding': 'identity' });
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(await plain.text()).toBe(script);
});

test('what has not changed is not sent again', async () => {
  const etag = (await open('/theme.js')).headers.get('etag') ?? '';
  const answer = await open('/theme.js', { 'if-none-match': etag });
  expect([answer.status, await answer.text()]).toEqual([304, '']);
});

test('files that are not there, other folders and the API are not the page', async () => {
  for (const path of ['/assets/gone.js', '/secret.txt', '/api', '/api/v1/none', '/favicon.ico']) {
    const answer = await open(path);
    expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 404, 'application/problem+json']);
  }
  for (const path of [
    '/../../etc/passwd.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../secret.txt',
  ]) {
    const { status, text } = await openRaw(path);
    expect([path, status]).toEqual([path, 404]);
    expect(text).not.toContain('no part');
  }
});

test('programs and writes are told that there is nothing', async () => {
  const program = await open('/alerts', { accept: '*/*' });
  expect(program.status).toBe(404);
  const write = await fetch(`${app.url}/alerts`, { method: 'POST', headers: { accept: 'text/html' } });
  expect(write.status).toBe(404);
});
