import { azureSignInFields } from './azure-sign-in.ts';
import { cloudTrailFields } from './cloudtrail.ts';
import { kubernetesAuditFields } from './kubernetes-audit.ts';
import { oktaFields } from './okta.ts';
import type { ProductReader } from './product-fields.ts';
import { suricataFields } from './suricata.ts';

/** A key that records of a product have and others hardly ever → its reader. */
export const PRODUCT_READERS: readonly (readonly [key: string, read: ProductReader])[] = [
  ['flow_id', suricataFields],
  ['eventName', cloudTrailFields],
  ['published', oktaFields],
  ['auditID', kubernetesAuditFields],
  ['appDisplayName', azureSignInFields],
  ['callerIpAddress', azureSignInFields],
];
