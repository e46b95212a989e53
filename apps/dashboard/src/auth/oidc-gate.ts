import { connectOidc, type OidcDeps, type OidcLogin, type OidcOptions } from '@redoubt/tenancy';

/** How people sign in through the provider, and what the button says. */
export type OidcConfig = OidcOptions & { label: string };

/** The OpenID provider, which is asked what it is when somebody first signs in through it: it may be away before. */
export class OidcGate {
  readonly label: string;
  readonly #connect: () => Promise<OidcLogin>;
  #login: Promise<OidcLogin> | undefined;

  constructor(deps: OidcDeps, { label, ...options }: OidcConfig) {
    this.label = label;
    this.#connect = () => connectOidc(deps, options);
  }

  /** @throws RetryableError  the provider cannot be reached; the next call asks it again */
  async login(): Promise<OidcLogin> {
    this.#login ??= this.#connect();
    try {
      return await this.#login;
    } catch (error) {
      this.#login = undefined;
      throw error;
    }
  }
}
