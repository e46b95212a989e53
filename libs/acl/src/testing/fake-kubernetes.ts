import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { CertificateFiles } from '@redoubt/test-kit';

interface Held {
  metadata: { name: string; resourceVersion?: string; labels?: Record<string, string> };
  /** Base64. */
  data?: Record<string, string>;
}

/**
 * A stand-in for the API server of Kubernetes: Secrets of one namespace over HTTPS, tokens, versions and conflicts as
 * its documentation describes them. It is no Kubernetes: what only a cluster does (RBAC, admission, kubelets) is not
 * shown by what passes here.
 */
export class FakeKubernetes {
  readonly secrets = new Map<string, Held>();
  /** Other lists, by path. */
  readonly lists = new Map<string, readonly unknown[]>();
  token = 'token-one';
  /** Answers every request with this status instead. */
  refuseWith: number | undefined;
  readonly #server: Server;
  #version = 100;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start({ certFile, keyFile }: CertificateFiles): Promise<FakeKubernetes> {
    const server = createServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) });
    const fake = new FakeKubernetes(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        const isKnown = request.headers.authorization === `Bearer ${fake.token}`;
        const [status, answer] = isKnown
          ? fake.#answer(request.method ?? '', request.url ?? '', body)
          : [401, { reason: 'Unauthorized' }];
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #answer(method: string, url: string, body: string): [number, unknown] {
    if (this.refuseWith !== undefined) return [this.refuseWith, { reason: 'Forbidden' }];
    const [path = '', query = ''] = url.split('?');
    const items = this.lists.get(path);
    if (items !== undefined && method === 'GET') return [200, { items }];
    const match = /^\/api\/v1\/namespaces\/platform\/secrets(?:\/([a-z0-9-]+))?$/.exec(path);
    if (!match) return [404, { reason: 'NotFound' }];
    const [, name] = match;
    if (name === undefined) return method === 'POST' ? this.#put(JSON.parse(body) as Held, true) : this.#list(query);
    const held = this.secrets.get(name);
    if (held === undefined) return [404, { reason: 'NotFound' }];
    if (method === 'PUT') return this.#put(JSON.parse(body) as Held, false);
    if (method === 'DELETE') this.secrets.delete(name);
    return [200, held];
  }

  #list(query: string): [number, unknown] {
    const [label = '', value = ''] = decodeURIComponent(query.replace('labelSelector=', '')).split('=');
    const items = [...this.secrets.values()].filter(({ metadata }) => metadata.labels?.[label] === value);
    return [200, { items }];
  }

  #put(secret: Held, isNew: boolean): [number, unknown] {
    const { name, resourceVersion } = secret.metadata;
    const held = this.secrets.get(name);
    if (isNew && held) return [409, { reason: 'AlreadyExists' }];
    if (!isNew && held?.metadata.resourceVersion !== resourceVersion) return [409, { reason: 'Conflict' }];
    this.#version += 1;
    const kept = { ...secret, metadata: { ...secret.metadata, resourceVersion: String(this.#version) } };
    this.secrets.set(name, kept);
    return [isNew ? 201 : 200, kept];
  }
}
