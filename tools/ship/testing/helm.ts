import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';

export const ROOT = resolve(import.meta.dirname, '../../..');

/** A Kubernetes object as a chart renders it. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  [field: string]: unknown;
}

/** What a run of helm said. */
export interface HelmRun {
  status: number | null;
  stdout: string;
  stderr: string;
}

const CACHE = join(ROOT, '.redoubt/helm');

/** Binaries that `npm test` sees to; each major version renders by itself. */
export const HELM_VERSIONS: Readonly<Record<string, string>> = {
  'helm 4': process.env.REDOUBT_HELM ?? join(CACHE, 'helm-4'),
  'helm 3': process.env.REDOUBT_HELM3 ?? join(CACHE, 'helm-3'),
};

/** @throws Error  the binary is missing */
export function runHelm(args: readonly string[], binary = HELM_VERSIONS['helm 4'] as string): HelmRun {
  if (!existsSync(binary)) throw new Error(`${binary} is missing: npm test fetches it; or name one with REDOUBT_HELM`);
  mkdirSync(CACHE, { recursive: true });
  const env = {
    ...{ PATH: process.env.PATH, HOME: CACHE, HELM_CACHE_HOME: join(CACHE, 'cache') },
    ...{ HELM_CONFIG_HOME: join(CACHE, 'config'), HELM_DATA_HOME: join(CACHE, 'data') },
  };
  const { status, stdout, stderr } = spawnSync(binary, args, {
    ...{ cwd: ROOT, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: 60_000 },
  });
  // Charts name each other by links, which helm tells of each time.
  return { status, stdout, stderr: stderr.replace(/^.*found symbolic link in path.*\n/gm, '') };
}

export interface RenderOptions {
  release?: string;
  valuesFile?: string;
  /** `--set` of each. */
  set?: readonly string[];
  binary?: string;
}

/** Arguments of a render or lint. */
export function valueArgs({ valuesFile, set = [] }: RenderOptions): string[] {
  return [...(valuesFile === undefined ? [] : ['--values', valuesFile]), ...set.flatMap((one) => ['--set', one])];
}

/**
 * Objects of a chart.
 *
 * @throws Error  with what helm said
 */
export function render(chart: string, options: RenderOptions = {}): Manifest[] {
  const { release = 'redoubt', binary } = options;
  const version = ['--kube-version', '1.34.0', '--namespace', 'redoubt'];
  const run = runHelm(['template', release, `charts/${chart}`, ...version, ...valueArgs(options)], binary);
  if (run.status !== 0) throw new Error(run.stderr);
  return parseAllDocuments(run.stdout, { merge: false, uniqueKeys: true }).flatMap((document) => {
    const [problem] = document.errors;
    if (problem !== undefined) throw problem;
    const value = document.toJS() as Manifest | null;
    return value === null ? [] : [value];
  });
}
