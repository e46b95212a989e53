import type { Alert, Incident, OrgId } from '@redoubt/contracts';
import { alertOf, incidentOf } from '@redoubt/test-kit';

/** An alert that changed just now. */
export function makeAlert(orgId: OrgId, given: Partial<Alert> = {}): Alert {
  return alertOf({ orgId, ...given }, Date.now());
}

/** An incident likewise. */
export function makeIncident(orgId: OrgId, given: Partial<Incident> = {}): Incident {
  return incidentOf({ orgId, ...given }, Date.now());
}
