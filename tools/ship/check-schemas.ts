import { readFileSync } from 'node:fs';
import type { Manifest } from './testing/helm.ts';
import { schemaFaults } from './testing/schemas.ts';

/** Reads Kubernetes objects as a JSON list from standard input and prints their faults, one a line. */
const manifests = JSON.parse(readFileSync(0, 'utf8')) as Manifest[];
for (const fault of await schemaFaults(manifests)) console.log(fault);
