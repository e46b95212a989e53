import { request as httpRequest, type Agent } from 'node:http';

/** Sends a request whose headers are exactly these, over a connection of the agent. */
export function post(
  agent: Agent,
  port: number,
  { path, headers, body }: { path: string; headers: Record<string, string>; body: Buffer | string },
): Promise<{ status: number; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const outgoing = httpRequest({ agent, port, host: '127.0.0.1', method: 'POST', path, headers }, (response) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part));
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('latin1') }),
    );
  });
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}
