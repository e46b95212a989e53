import type { Manifest } from './helm.ts';

export interface Container {
  name: string;
  image: string;
  command?: string[];
  env?: { name: string; value?: string; valueFrom?: unknown }[];
  envFrom?: { configMapRef?: { name: string } }[];
  ports?: { name: string; containerPort: number }[];
  resources?: { requests?: Record<string, unknown>; limits?: Record<string, unknown> };
  securityContext?: Record<string, unknown>;
  volumeMounts?: { name: string; mountPath: string }[];
}

export interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  securityContext?: Record<string, unknown>;
  automountServiceAccountToken?: boolean;
  terminationGracePeriodSeconds?: number;
  volumes?: { name: string; hostPath?: unknown; [kind: string]: unknown }[];
  hostNetwork?: boolean;
  hostPID?: boolean;
  hostIPC?: boolean;
}

/** A pod that a manifest makes, with the labels it will have. */
export interface MadePod {
  of: string;
  labels: Readonly<Record<string, string>>;
  spec: PodSpec;
}

/** Every pod of a rendered chart: of workloads, Jobs and tests. */
export function podsOf(manifests: readonly Manifest[]): MadePod[] {
  return manifests.flatMap((manifest) => {
    const of = `${manifest.kind}/${manifest.metadata.name}`;
    if (manifest.kind === 'Pod') {
      return [{ of, labels: manifest.metadata.labels ?? {}, spec: manifest.spec as PodSpec }];
    }
    const { template } = (manifest.spec ?? {}) as {
      template?: { metadata?: { labels?: Record<string, string> }; spec?: PodSpec };
    };
    if (template?.spec === undefined || manifest.kind === 'ExternalSecret') return [];
    return [{ of, labels: template.metadata?.labels ?? {}, spec: template.spec }];
  });
}

/** What the restricted Pod Security standard and our own rules find wrong with a pod; nothing when it is well. */
export function podFaults({ of, spec }: MadePod, { isOpenShift = false } = {}): string[] {
  const faults: string[] = [];
  const pod = spec.securityContext ?? {};
  const expect = (isOk: boolean, text: string): void => {
    if (!isOk) faults.push(`${of}: ${text}`);
  };
  expect(pod.runAsNonRoot === true, 'runAsNonRoot');
  expect((pod.seccompProfile as { type?: string } | undefined)?.type === 'RuntimeDefault', 'seccompProfile');
  expect(
    isOpenShift === (pod.fsGroup === undefined && pod.runAsUser === undefined),
    'ids are those of OpenShift only there',
  );
  expect(pod.runAsUser !== 0, 'runs as root');
  expect(spec.automountServiceAccountToken === false, 'mounts the token of its account by default');
  expect(!spec.hostNetwork && !spec.hostPID && !spec.hostIPC, 'shares a namespace of the host');
  expect(
    (spec.volumes ?? []).every((volume) => volume.hostPath === undefined),
    'mounts a folder of the host',
  );
  for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) {
    const context = container.securityContext ?? {};
    const dropped = (context.capabilities as { drop?: string[]; add?: string[] } | undefined) ?? {};
    expect(context.allowPrivilegeEscalation === false, `${container.name}: allowPrivilegeEscalation`);
    expect(context.readOnlyRootFilesystem === true, `${container.name}: readOnlyRootFilesystem`);
    expect(context.runAsNonRoot === true && context.privileged === undefined, `${container.name}: runAsNonRoot`);
    expect(dropped.drop?.includes('ALL') === true && dropped.add === undefined, `${container.name}: capabilities`);
    expect(
      /(?::(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/.test(container.image),
      `${container.name}: ${container.image}`,
    );
    const { requests = {}, limits = {} } = container.resources ?? {};
    expect(Boolean(requests.cpu) && Boolean(requests.memory), `${container.name}: requests`);
    expect(Boolean(limits.memory) && limits.cpu === undefined, `${container.name}: limits`);
    const names = (container.env ?? []).map((one) => one.name);
    expect(new Set(names).size === names.length, `${container.name}: the same variable twice`);
  }
  return faults;
}
