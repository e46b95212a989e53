import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { AT_MS } from '../../testing/make-evidence.ts';
import { makeReportInput } from '../../testing/make-report.ts';
import { OSCAL_PLAN_SCHEMA, OSCAL_RESULTS_SCHEMA } from '../../testing/oscal-schema.ts';
import { FRAMEWORK_IDS, type FrameworkId } from '../frameworks/framework.ts';
import { buildReport } from '../report/build-report.ts';
import { renderOscal } from './oscal.ts';

type Json = { [name: string]: Json } & Json[] & string;

const ajv = new Ajv({ allErrors: true });
addFormats.default(ajv);
const validate = { results: ajv.compile(OSCAL_RESULTS_SCHEMA), plan: ajv.compile(OSCAL_PLAN_SCHEMA) };

function faultsOf(kind: keyof typeof validate, document: unknown): string[] {
  if (validate[kind](document)) return [];
  return (validate[kind].errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function rendered(frameworkId: FrameworkId, changes: Parameters<typeof makeReportInput>[0] = {}): Json {
  const waiver = {
    ...{ waiverId: 'w', checkId: 'cfg.functions', owner: 'Ana', reason: 'soon', createdBy: 'ana' },
    ...{ createdAtMs: 0, expiresAtMs: AT_MS + 1 },
  };
  const input = makeReportInput({ frameworkId, ...changes }, frameworkId === 'soc2' ? [waiver] : []);
  return JSON.parse(renderOscal(buildReport(input))) as Json;
}

function planOf(document: Json): Json {
  const [resource] = document['assessment-results']?.['back-matter']?.resources as Json[];
  return JSON.parse(Buffer.from(resource?.base64?.value ?? '', 'base64').toString()) as Json;
}

/** Values of every field of one name, wherever it stands. */
function valuesOf(name: string, of: unknown): string[] {
  if (of === null || typeof of !== 'object') return [];
  return Object.entries(of).flatMap(([key, value]) => [
    ...(key === name && typeof value === 'string' ? [value] : []),
    ...valuesOf(name, value),
  ]);
}

describe('OSCAL', () => {
  it.each(FRAMEWORK_IDS)('of %s is as the model of NIST says, with its plan', (frameworkId) => {
    for (const changes of [{}, { newest: undefined }]) {
      const document = rendered(frameworkId, changes);
      expect(faultsOf('results', document)).toEqual([]);
      expect(faultsOf('plan', planOf(document))).toEqual([]);
    }
  });

  it('refers to what is there, and names nothing twice', () => {
    const document = rendered('soc2');
    const uuids = valuesOf('uuid', document);
    expect(new Set(uuids).size).toBe(uuids.length);
    for (const name of ['observation-uuid', 'risk-uuid', 'subject-uuid']) {
      const referred = valuesOf(name, document);
      expect(referred.length).toBeGreaterThan(0);
      expect(referred.filter((one) => !uuids.includes(one))).toEqual([]);
    }
    expect(uuids).toContain(document['assessment-results']?.['import-ap']?.href?.slice(1));
    expect(JSON.stringify(document)).toContain('deviation-approved');
  });

  it.each<[string, (document: Json) => void]>([
    ['no plan', (document) => delete (document['assessment-results'] as Partial<Json>)['import-ap']],
    ['a time without a zone', (document) => (first(document).start = '2026-11-22T13:00:00' as Json)],
    ['an observation without a method', (document) => (first(document).observations![0]!.methods = [] as never)],
    ['a field of nobody', (document) => (first(document).verdict = 'pass' as Json)],
    ['a control that is no token', (document) => (first(document).findings![0]!.target!['target-id'] = 'a b' as Json)],
  ])('is refused with %s', (_what, damage) => {
    const document = rendered('soc2');
    damage(document);
    expect(faultsOf('results', document)).not.toEqual([]);
  });
});

function first(document: Json): Json {
  return (document['assessment-results']?.results as Json[])[0] as Json;
}
