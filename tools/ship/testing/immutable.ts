import type { Manifest } from './helm.ts';

/**
 * What the API server refuses to change, by object: an upgrade in which any of it differs fails half way.
 *
 * @see Kubernetes API conventions; StatefulSet allows changes of replicas, template, updateStrategy and few more
 */
export function immutableParts(manifests: readonly Manifest[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    manifests.flatMap((manifest) => {
      const { kind, metadata } = manifest;
      const spec = (manifest.spec ?? {}) as Record<string, unknown>;
      const held = {
        Deployment: () => ({ selector: spec.selector }),
        StatefulSet: () => ({
          ...{ selector: spec.selector, serviceName: spec.serviceName, podManagementPolicy: spec.podManagementPolicy },
          volumeClaimTemplates: spec.volumeClaimTemplates,
        }),
        Service: () => ({ clusterIP: spec.clusterIP ?? 'given' }),
        RoleBinding: () => ({ roleRef: manifest.roleRef }),
      }[kind];
      return held === undefined ? [] : [[`${kind}/${metadata.name}`, held()]];
    }),
  );
}
