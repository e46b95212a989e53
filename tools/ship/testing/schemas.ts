import { existsSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT, type Manifest } from './helm.ts';

/** Packages with one type for each kind, by how the API group ends. */
const PACKAGES: readonly [suffix: string, name: string][] = [
  ['monitoring.coreos.com', '@kubernetes-models/prometheus-operator'],
  ['keda.sh', '@kubernetes-models/keda'],
  ['cert-manager.io', '@kubernetes-models/cert-manager'],
  ['gateway.networking.k8s.io', '@kubernetes-models/gateway-api'],
  ['external-secrets.io', '@kubernetes-models/external-secrets'],
];

/** Folder of a kind's package; short names stand in core packages without their suffix. */
function moduleOf({ apiVersion, kind }: Manifest): string {
  const [group = ''] = apiVersion.split('/');
  const own = PACKAGES.find(([suffix]) => group.endsWith(suffix));
  return join(ROOT, 'node_modules', own?.[1] ?? 'kubernetes-models', apiVersion, kind);
}

type Validated = Record<string, new (data: unknown) => { validate(): void }>;

/**
 * Holds objects against the schemas of their kinds: values by the schema, names by the type, since the schemas let
 * unknown fields pass.
 *
 * @returns faults with the path of each
 */
export async function schemaFaults(manifests: readonly Manifest[]): Promise<string[]> {
  const faults: string[] = [];
  const files = [...new Set(manifests.map((one) => `${moduleOf(one)}.d.ts`))];
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0) return missing.map((file) => `no schema: ${file.slice(ROOT.length + 1)}`);
  const program = ts.createProgram(files, { moduleResolution: ts.ModuleResolutionKind.Bundler, skipLibCheck: true });
  const checker = program.getTypeChecker();
  for (const manifest of manifests) {
    const name = `${manifest.kind}/${manifest.metadata.name}`;
    const source = program.getSourceFile(`${moduleOf(manifest)}.d.ts`);
    const symbol = source && checker.getSymbolAtLocation(source);
    const type = symbol && checker.getExportsOfModule(symbol).find((one) => one.name === `I${manifest.kind}`);
    if (type === undefined) throw new Error(`no type of ${manifest.kind}`);
    unknownFields(checker, manifest, checker.getDeclaredTypeOfSymbol(type), name, faults);
    const { [manifest.kind]: Model } = (await import(`${moduleOf(manifest)}.js`)) as Validated;
    try {
      if (Model !== undefined) new Model(manifest).validate();
    } catch (error) {
      faults.push(`${name}: ${(error as Error).message}`);
    }
  }
  return faults;
}

function unknownFields(checker: ts.TypeChecker, value: unknown, type: ts.Type, path: string, faults: string[]): void {
  if (typeof value !== 'object' || value === null) return;
  const choices = (type.isUnion() ? type.types : [type]).filter((one) => (one.flags & ts.TypeFlags.Object) !== 0);
  if (Array.isArray(value)) {
    const item = choices.flatMap((one) => checker.getTypeArguments(one as ts.TypeReference))[0];
    if (item !== undefined) value.forEach((one, at) => unknownFields(checker, one, item, `${path}[${at}]`, faults));
    return;
  }
  for (const [key, one] of Object.entries(value)) {
    if (choices.length === 0) return;
    const property = choices
      .map((choice) => checker.getPropertyOfType(choice, key))
      .find((found) => found !== undefined);
    if (property !== undefined)
      unknownFields(checker, one, checker.getTypeOfSymbol(property), `${path}.${key}`, faults);
    else if (choices.every((choice) => checker.getIndexInfosOfType(choice).length === 0)) {
      faults.push(`${path}.${key}: unknown field`);
    }
  }
}
