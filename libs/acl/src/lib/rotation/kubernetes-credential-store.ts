import { isUserName } from '../role.ts';
import { parseCredential, type Credential, type CredentialStore } from './credential-store.ts';
import { kubernetesCall, KubernetesError, type KubernetesOptions } from './kubernetes-api.ts';

interface Secret {
  metadata: {
    name: string;
    resourceVersion?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  /** Base64. */
  data?: Record<string, string>;
}

const LABEL = 'app.kubernetes.io/managed-by';
const MANAGER = 'redoubt-acl-manager';
const USER = 'redoubt.dev/redis-user';

/**
 * One Secret a user in the namespace of acl-manager: `password` alone, which a service mounts and names as
 * REDIS_PASSWORD_FILE, and `credential.json` for acl-manager. Both change in one write, which the API server refuses
 * when somebody else has changed the Secret since it was read. The kubelet brings a change to mounted files within
 * about a minute: SWITCH_TIMEOUT_MS has to be longer. The service account needs get, list, create, update and delete
 * on secrets.
 */
export class KubernetesCredentialStore implements CredentialStore {
  readonly #options: KubernetesOptions;
  /** What was read last of each user: a write goes on from there. */
  readonly #versions = new Map<string, string>();

  constructor(options: KubernetesOptions) {
    this.#options = options;
  }

  async read(user: string): Promise<Credential | undefined> {
    const name = secretName(user);
    try {
      const secret = await kubernetesCall<Secret>(this.#options, 'GET', this.#path(name));
      const credential = credentialOf(secret, user);
      // Only what was read alone is gone on from: a list says nothing to whoever is about to write.
      if (secret.metadata.resourceVersion !== undefined) this.#versions.set(user, secret.metadata.resourceVersion);
      return credential;
    } catch (error) {
      if (!(error instanceof KubernetesError) || error.status !== 404) throw error;
      this.#versions.delete(user);
      return undefined;
    }
  }

  async list(): Promise<Credential[]> {
    const path = `${this.#path('')}?labelSelector=${encodeURIComponent(`${LABEL}=${MANAGER}`)}`;
    const { items } = await kubernetesCall<{ items: Secret[] }>(this.#options, 'GET', path);
    return items.flatMap((secret) => {
      const user = secret.metadata.annotations?.[USER];
      return user === undefined || !isUserName(user) ? [] : [credentialOf(secret, user)];
    });
  }

  async write(credential: Credential): Promise<void> {
    const { user } = credential;
    const name = secretName(user);
    const resourceVersion = this.#versions.get(user);
    const secret = {
      ...{ apiVersion: 'v1', kind: 'Secret', type: 'Opaque' },
      metadata: {
        name,
        labels: { [LABEL]: MANAGER },
        annotations: { [USER]: user },
        ...(resourceVersion === undefined ? {} : { resourceVersion }),
      },
      data: { password: toBase64(credential.password), 'credential.json': toBase64(JSON.stringify(credential)) },
    };
    const [method, path] = resourceVersion === undefined ? (['POST', ''] as const) : (['PUT', name] as const);
    const { metadata } = await kubernetesCall<Secret>(this.#options, method, this.#path(path), secret);
    if (metadata.resourceVersion !== undefined) this.#versions.set(user, metadata.resourceVersion);
  }

  async remove(user: string): Promise<void> {
    this.#versions.delete(user);
    await kubernetesCall(this.#options, 'DELETE', this.#path(secretName(user))).catch((error: unknown) => {
      if (!(error instanceof KubernetesError) || error.status !== 404) throw error;
    });
  }

  #path(name: string): string {
    const base = `/api/v1/namespaces/${encodeURIComponent(this.#options.namespace)}/secrets`;
    return name === '' ? base : `${base}/${name}`;
  }
}

function credentialOf({ metadata, data = {} }: Secret, user: string): Credential {
  const text = data['credential.json'];
  if (metadata.annotations?.[USER] !== user || text === undefined) {
    throw new Error(`the Secret ${metadata.name} was not made by acl-manager for ${user}`);
  }
  return parseCredential(Buffer.from(text, 'base64').toString('utf8'), user);
}

/** Names of Secrets are lower case letters, digits and dashes; what else a user's name has is written as its code. */
function secretName(user: string): string {
  if (!isUserName(user)) throw new TypeError('not the name of a user');
  const word = user.replace(/[^a-z0-9-]/g, (char) => `-${char.charCodeAt(0).toString(16)}-`);
  return `redis-user-${word}-credential`;
}

function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
