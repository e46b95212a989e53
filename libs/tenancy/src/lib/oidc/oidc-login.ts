import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
} from 'openid-client';
import { RetryableError, systemClock, toError, type Clock } from '@redoubt/contracts';
import type { Logger } from '@redoubt/telemetry';
import type { User } from '../people/user.ts';
import type { SessionKeys } from '../sessions/session-keys.ts';
import type { TenancyDeps } from '../tenancy-deps.ts';
import { rolesOf, type OidcRoleRule } from './oidc-roles.ts';
import { openTransaction, sealTransaction, type OidcTransaction } from './oidc-transaction.ts';
import { admitIdentity, type OidcRefusal } from './oidc-user.ts';

export interface OidcOptions {
  /** The provider's issuer URL, from which everything else is discovered. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Where the provider sends people back to; registered with it. */
  redirectUri: string;
  /** @default 'openid email profile' */
  scope?: string;
  rules: readonly OidcRoleRule[];
  /** Whether a verified address of this provider is enough to take over the account of that address. @default false */
  isEmailTrusted?: boolean;
  /** Providers without TLS, for tests. @default false */
  isInsecureAllowed?: boolean;
  /** Longest wait for the provider. @default 10 s */
  timeoutMs?: number;
}

export interface OidcDeps extends TenancyDeps {
  log: Logger;
  keys: SessionKeys;
  clock?: Clock;
}

/** `transaction`: not begun in this browser, or too long ago. `provider`: it refused, or its answer is not sound. */
export type OidcResult = { user: User } | { refused: OidcRefusal | 'transaction' | 'provider' };

/**
 * Reads the provider's metadata (OpenID Connect Discovery 1.0).
 *
 * @throws RetryableError when the provider cannot be reached or is not sound
 */
export async function connectOidc(deps: OidcDeps, options: OidcOptions): Promise<OidcLogin> {
  const { issuer, clientId, clientSecret, timeoutMs = 10_000 } = options;
  try {
    const configuration = await discovery(new URL(issuer), clientId, clientSecret, undefined, {
      timeout: timeoutMs / 1000,
      ...(options.isInsecureAllowed ? { execute: [allowInsecureRequests] } : {}),
    });
    return new OidcLogin(deps, options, configuration);
  } catch (error) {
    throw new RetryableError(`the OpenID provider ${issuer} cannot be used: ${toError(error).message}`, {
      cause: error,
    });
  }
}

/** Signing in through an OpenID provider: authorization code with PKCE (RFC 7636), state and nonce. */
export class OidcLogin {
  readonly #deps: OidcDeps;
  readonly #options: OidcOptions;
  readonly #configuration: Configuration;
  readonly #clock: Clock;

  constructor(deps: OidcDeps, options: OidcOptions, configuration: Configuration) {
    this.#deps = deps;
    this.#options = options;
    this.#configuration = configuration;
    this.#clock = deps.clock ?? systemClock;
  }

  /**
   * @returns where to send the browser, and `transaction` for a cookie (`HttpOnly`, `SameSite=Lax`, 10 min) that it
   *   brings back: without it nothing that comes back is believed
   */
  async start(options: { loginHint?: string } = {}): Promise<{ url: URL; transaction: string }> {
    const open: OidcTransaction = {
      state: randomState(),
      nonce: randomNonce(),
      codeVerifier: randomPKCECodeVerifier(),
    };
    const url = buildAuthorizationUrl(this.#configuration, {
      redirect_uri: this.#options.redirectUri,
      scope: this.#options.scope ?? 'openid email profile',
      state: open.state,
      nonce: open.nonce,
      code_challenge: await calculatePKCECodeChallenge(open.codeVerifier),
      code_challenge_method: 'S256',
      ...(options.loginHint === undefined ? {} : { login_hint: options.loginHint }),
    });
    return { url, transaction: await sealTransaction(this.#deps.keys, open, this.#clock.now()) };
  }

  /**
   * Proves who came back, and finds or makes the user; a session is opened apart.
   *
   * @param returnedTo the whole URL the browser came back to
   */
  async finish(returnedTo: URL, transaction: string | undefined): Promise<OidcResult> {
    const open = transaction && (await openTransaction(this.#deps.keys, transaction, this.#clock.now()));
    if (!open) return { refused: 'transaction' };
    let claims: Record<string, unknown> & { sub: string };
    try {
      claims = await this.#claimsOf(returnedTo, open);
    } catch (error) {
      this.#deps.log.warn({ err: toError(error), issuer: this.#options.issuer }, 'oidc_login_refused');
      return { refused: 'provider' };
    }
    const { email, name } = claims;
    const identity = {
      issuer: this.#configuration.serverMetadata().issuer,
      subject: claims.sub,
      isEmailVerified: claims.email_verified === true,
      ...(typeof email === 'string' ? { email } : {}),
      ...(typeof name === 'string' ? { name } : {}),
    };
    const roles = rolesOf(claims, this.#options.rules);
    return admitIdentity(this.#deps, identity, { roles, isEmailTrusted: this.#options.isEmailTrusted ?? false });
  }

  async #claimsOf(returnedTo: URL, open: OidcTransaction): Promise<Record<string, unknown> & { sub: string }> {
    const url = new URL(this.#options.redirectUri);
    url.search = returnedTo.search;
    const tokens = await authorizationCodeGrant(this.#configuration, url, {
      pkceCodeVerifier: open.codeVerifier,
      expectedState: open.state,
      expectedNonce: open.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new Error('the provider gave no id token');
    if (this.#configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
    // Many providers name groups there only; what is signed wins.
    return { ...(await fetchUserInfo(this.#configuration, tokens.access_token, claims.sub)), ...claims };
  }
}
