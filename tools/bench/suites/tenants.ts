import type { SuiteResult } from '../figure.ts';
import type { SuiteContext } from '../suite-context.ts';
import { measureFlood } from '../tenants/flood.ts';
import { measureScale } from '../tenants/scale.ts';

/** Whether organisations cost more the more there are, and whether one can be felt by the others. */
export async function runTenants(context: SuiteContext): Promise<SuiteResult> {
  const scale = await measureScale(context);
  const flood = await measureFlood(context);
  return {
    figures: [...scale.figures, ...flood.figures],
    notes: [...scale.notes, ...flood.notes],
    failures: [],
  };
}
