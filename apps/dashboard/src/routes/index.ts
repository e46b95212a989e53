import { CommandDesk } from '../commands/command-desk.ts';
import type { Route } from '../http/route.ts';
import { SecurityDesk } from '../security/security-desk.ts';
import { alertRoutes } from './alerts/index.ts';
import { anomalyRoutes } from './anomalies/index.ts';
import { assetRoutes } from './assets/index.ts';
import { auditRoutes } from './audit/index.ts';
import { authRoutes } from './auth/index.ts';
import { channelRoutes } from './channels/index.ts';
import { complianceRoutes } from './compliance/index.ts';
import { deadLetterRoutes } from './dead-letters/index.ts';
import { documentRoute } from './document.ts';
import { eventRoutes } from './events/index.ts';
import { incidentRoutes } from './incidents/index.ts';
import { intelRoutes } from './intel/index.ts';
import { invitationRoutes } from './invitations/index.ts';
import { keyRoutes } from './keys/index.ts';
import { memberRoutes } from './members/index.ts';
import { metricsRoutes } from './metrics/index.ts';
import { organizationRoutes } from './organization/index.ts';
import { overviewRoutes } from './overview/index.ts';
import { pipelineRoutes } from './pipeline/index.ts';
import { ruleRoutes } from './rules/index.ts';
import { securityRoutes } from './security/index.ts';
import type { Services } from './services.ts';
import { sessionRoutes } from './sessions/index.ts';
import { sinkRoutes } from './sinks/index.ts';
import { suppressionRoutes } from './suppressions/index.ts';
import { viewRoutes } from './views/index.ts';

/** Every operation of the API. */
export function createRoutes(services: Services): Route[] {
  const desk = new CommandDesk(services);
  const security = new SecurityDesk(services);
  const routes = [
    ...authRoutes(services),
    ...sessionRoutes(services),
    ...eventRoutes(services),
    ...alertRoutes(services, desk),
    ...incidentRoutes(services, desk),
    ...assetRoutes(services),
    ...intelRoutes(services),
    ...ruleRoutes(services),
    ...suppressionRoutes(services),
    ...channelRoutes(services),
    ...sinkRoutes(services),
    ...organizationRoutes(services),
    ...memberRoutes(services),
    ...invitationRoutes(services),
    ...keyRoutes(services),
    ...auditRoutes(services),
    ...viewRoutes(services),
    ...overviewRoutes(services, security),
    ...metricsRoutes(services),
    ...anomalyRoutes(services),
    ...pipelineRoutes(services),
    ...deadLetterRoutes(services),
    ...securityRoutes(services, security),
    ...complianceRoutes(services),
  ];
  return [...routes, documentRoute(routes)];
}
