import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface TestProvider {
  issuer: string;
  close(): Promise<void>;
}

/** Starts an OpenID provider as a process of its own. */
export async function startOidcProvider(): Promise<TestProvider> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'oidc-provider.mjs')], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('http://')) continue;
    return {
      issuer: line,
      close: async () => {
        child.stdin.end();
        await ended;
      },
    };
  }
  throw new Error('the OpenID provider ended before it listened');
}

/** Follows the provider's redirects as a browser does, up to the one that leaves it. */
export async function browse(start: URL, issuer: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = start;
  for (let hops = 0; hops < 10; hops++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`no redirect from ${url.href}: ${response.status} ${await response.text()}`);
    url = new URL(location, url);
    if (url.origin !== issuer) return url;
  }
  throw new Error('too many redirects');
}
