import { alertSchema, assetContextSchema, type Alert, type OrgId } from '@redoubt/contracts';
import { assetContexts, type Database } from '@redoubt/storage';
import type { z } from 'zod';

/** An alert as it is answered. */
export const shownAlertSchema = alertSchema.extend({
  context: assetContextSchema.optional().describe('The asset it is about, by the inventory'),
});

/** Alerts with the asset they are about, where the inventory knows it. */
export async function withAssets(
  database: Database,
  orgId: OrgId,
  alerts: readonly Alert[],
): Promise<z.input<typeof shownAlertSchema>[]> {
  const contexts = await assetContexts(
    database,
    orgId,
    alerts.map(({ subject }) => subject),
  );
  return alerts.map((alert, i) => {
    const context = contexts[i];
    return context === undefined ? alert : { ...alert, context };
  });
}
