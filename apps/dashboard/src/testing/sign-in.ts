import { SESSION_COOKIE } from '../auth/session-cookie.ts';
import { send, type ApiAnswer } from './api-client.ts';
import type { Person } from './start-app.ts';

/** A browser that somebody has signed in with. */
export interface SignedIn {
  /** What the cookie holds; a Bearer token too. */
  token: string;
  /** Headers of requests that change nothing. */
  cookie: { cookie: string };
  /** Headers of all others, as the page sends them. */
  headers: { cookie: string; 'x-csrf-token': string };
  me: Record<string, unknown>;
}

/** Signs in as the page does. */
export async function signIn(url: string, person: Person, organization?: string): Promise<SignedIn> {
  const { email, password } = person;
  const body = { email, password, ...(organization === undefined ? {} : { organization }) };
  return signedInBy(await send(`${url}/api/v1/auth/login`, 'post', { body }));
}

/** What an answer that opens a session gives. @throws Error when it opens none */
export function signedInBy(answer: ApiAnswer): SignedIn {
  const token = sessionOf(answer);
  if (answer.status !== 200 || !token) throw new Error(`not signed in: ${answer.status} ${answer.text}`);
  const cookie = `${SESSION_COOKIE}=${token}`;
  const headers = { cookie, 'x-csrf-token': String(answer.json.csrfToken) };
  return { token, cookie: { cookie }, headers, me: answer.json };
}

/** The session that an answer sets; '' when it ends one, undefined when it does neither. */
export function sessionOf({ headers }: Pick<ApiAnswer, 'headers'>): string | undefined {
  const line = headers.getSetCookie().find((one) => one.startsWith(`${SESSION_COOKIE}=`));
  return line?.slice(SESSION_COOKIE.length + 1).split(';')[0];
}
