import { request } from 'node:http';
import { text } from 'node:stream/consumers';

/** Asks with the path exactly as it is given: `fetch` would take `..` and `%2e%2e` for steps up. */
export async function rawSend(
  url: string,
  given: { method: string; path: string; headers: Record<string, string>; body?: unknown },
): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(url);
  const { method, path, headers, body } = given;
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const json = body === undefined ? undefined : JSON.stringify(body);
  const type =
    json === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) };
  const sent = request({ hostname, port, method: method.toUpperCase(), path, headers: { ...headers, ...type } });
  sent.on('response', (response) => {
    text(response).then((all) => resolve({ status: response.statusCode ?? 0, text: all }), reject);
  });
  sent.on('error', reject);
  sent.end(json);
  return promise;
}
