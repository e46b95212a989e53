import { readFile } from 'node:fs/promises';
import { request } from 'node:https';

/** How to reach the API server from inside a pod. */
export interface KubernetesOptions {
  /** `https://kubernetes.default.svc`. */
  apiUrl: string;
  namespace: string;
  /** Of the service account; read for every request, since it is exchanged while a pod runs. */
  tokenFile: string;
  /** Whom to trust, PEM. */
  caFile: string;
  /** @default 10000 */
  timeoutMs?: number;
}

/** What the API server answered when it is no success; the body is left out, for it may hold what was sent. */
export class KubernetesError extends Error {
  override name = 'KubernetesError';
  readonly status: number;

  constructor(status: number, method: string, path: string, reason: string) {
    super(`Kubernetes answered ${status} to ${method} ${path}${reason === '' ? '' : `: ${reason}`}`);
    this.status = status;
  }
}

/** Longest answer that is read; a Secret holds a mebibyte at most. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * One request to the API server with the service account's token; the server's certificate is verified.
 *
 * @throws KubernetesError for an answer of 300 or more; Error when the server cannot be reached in time
 */
export async function kubernetesCall<T>(
  { apiUrl, tokenFile, caFile, timeoutMs = 10_000 }: KubernetesOptions,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const [token, ca] = await Promise.all([readFile(tokenFile, 'utf8'), readFile(caFile, 'utf8')]);
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${token.trim()}`,
    accept: 'application/json',
    ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  };
  const signal = AbortSignal.timeout(timeoutMs);
  const { status, answer } = await new Promise<{ status: number; answer: string }>((resolve, reject) => {
    const sent = request(new URL(path, apiUrl), { method, headers, ca, signal }, (response) => {
      const chunks: Buffer[] = [];
      let sizeBytes = 0;
      response.on('data', (chunk: Buffer) => {
        sizeBytes += chunk.length;
        if (sizeBytes > MAX_BYTES) sent.destroy(new Error('the answer of Kubernetes is too long'));
        else chunks.push(chunk);
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, answer: Buffer.concat(chunks).toString('utf8') }),
      );
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(text);
  });
  if (status >= 300) throw new KubernetesError(status, method, path, reasonOf(answer));
  try {
    return JSON.parse(answer) as T;
  } catch {
    // The parser's own words would quote the answer, which may be a Secret.
    throw new Error(`Kubernetes answered ${method} ${path} with what is no JSON`);
  }
}

/** `reason` of a Status object: one word such as Forbidden or Conflict. */
function reasonOf(answer: string): string {
  try {
    return String((JSON.parse(answer) as { reason?: unknown }).reason ?? '');
  } catch {
    return '';
  }
}
