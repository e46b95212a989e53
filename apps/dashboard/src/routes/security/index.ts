import type { Route } from '../../http/route.ts';
import type { SecurityDesk } from '../../security/security-desk.ts';
import type { Services } from '../services.ts';
import { securityActionRoutes } from './act.ts';
import { listSecurityAuditRoute } from './audit.ts';
import { securityReportRoute } from './report.ts';
import { postureRoute, securityUsersRoute } from './show.ts';
import { testCommandRoute } from './test.ts';

/** The security of the Redis installation, for the platform organisation. */
export function securityRoutes(services: Services, desk: SecurityDesk): Route[] {
  return [
    postureRoute(desk),
    securityUsersRoute(desk),
    listSecurityAuditRoute(services),
    ...securityActionRoutes(services, desk),
    testCommandRoute(services, desk),
    securityReportRoute(services, desk),
  ];
}
