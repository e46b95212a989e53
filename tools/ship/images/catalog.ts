import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../../..');

/** Where images are named as charts and compose name them. */
export const REGISTRY = 'ghcr.io/redoubt';

/** One image of docker/Dockerfile. */
export interface Image {
  /** Folder under apps/; none for what is no app. */
  app?: string;
  repository: string;
  /** Stage of the Dockerfile. */
  target: string;
  /** What follows the version in the tag. */
  suffix?: string;
}

const SERVICES = [
  ...['ingest-gateway', 'alert-engine', 'ml-scorer', 'db-writer', 'siem-forwarder'],
  ...['compliance-reporter', 'acl-manager', 'cli'],
];

/** Everything that is shipped as an image. */
export const IMAGES: readonly Image[] = [
  ...SERVICES.map((app) => ({ app, repository: app, target: 'service' })),
  { app: 'dashboard', repository: 'dashboard', target: 'dashboard' },
  { app: 'ml-scorer', repository: 'ml-scorer', target: 'ml-scorer-onnx', suffix: '-onnx' },
  { repository: 'setup', target: 'setup' },
];

/** Version of this checkout. */
export function productVersion(): string {
  return (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;
}

export function nameOf({ repository, suffix = '' }: Image, version = productVersion()): string {
  return `${REGISTRY}/${repository}:${version}${suffix}`;
}
