import type { Manifest } from './helm.ts';
import { podsOf, type MadePod, type PodSpec } from './pods.ts';

/** A key of a Secret; `*` stands for all of them. */
export type SecretKey = `${string}/${string}`;

interface Source {
  secret?: { name: string; items?: readonly { key: string }[] };
}

type Volume = NonNullable<PodSpec['volumes']>[number] & {
  secret?: { secretName: string; items?: readonly { key: string }[]; optional?: boolean };
  projected?: { sources: readonly Source[] };
};

/** Keys of Secrets without which a pod never starts. */
export function mountedSecrets({ spec }: MadePod): SecretKey[] {
  const keysOf = (name: string, items: readonly { key: string }[] = [{ key: '*' }]): SecretKey[] =>
    items.map(({ key }): SecretKey => `${name}/${key}`);
  return ((spec.volumes ?? []) as readonly Volume[]).flatMap(({ secret, projected }) => [
    ...(secret === undefined ? [] : keysOf(secret.secretName, secret.items)),
    ...(projected?.sources ?? []).flatMap((source) =>
      source.secret === undefined ? [] : keysOf(source.secret.name, source.secret.items),
    ),
  ]);
}

/** Secrets that come about by what is rendered, before any of its services runs: by operators and by the first Job. */
export function madeSecrets(manifests: readonly Manifest[]): Set<string> {
  const made = new Set<string>();
  for (const { kind, spec } of manifests) {
    if (kind === 'Certificate') made.add(`${(spec as { secretName: string }).secretName}/*`);
    if (kind === 'ExternalSecret') made.add(`${(spec as { target: { name: string } }).target.name}/*`);
  }
  for (const { spec } of podsOf(manifests)) {
    const value = (name: string) => spec.containers[0]?.env?.find((one) => one.name === name)?.value;
    for (const key of value('SECRET_KEYS')?.split(',') ?? []) made.add(`${value('SECRET_NAME')}/${key}`);
  }
  return made;
}
