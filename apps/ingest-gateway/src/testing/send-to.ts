import { KEY, type TestGateway } from './start-gateway.ts';

/** An answer with its body parsed where it is JSON. */
export interface SentAnswer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** Posts to a path of the gateway, with its key unless the headers have another credential. */
export async function sendTo(
  gateway: Pick<TestGateway, 'url'>,
  path: string,
  body: NonNullable<RequestInit['body']> | null,
  { method = 'POST', headers = {} }: { method?: string; headers?: Record<string, string | undefined> } = {},
): Promise<SentAnswer> {
  const all = { authorization: `Bearer ${KEY}`, ...headers };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const response = await fetch(`${gateway.url}${path}`, { method, body, headers: given });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: valueOf(text) };
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The events stored for the gateway's organisation, parsed. */
export function storedIn({ appender, orgId }: TestGateway): Record<string, unknown>[] {
  return appender.textsOf(orgId).map((text) => JSON.parse(text) as Record<string, unknown>);
}
