import type { Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { addExceptionRoute, endExceptionRoute, listExceptionsRoute } from './exceptions.ts';
import { complianceCheckRoute, complianceFrameworkRoute, complianceRoute } from './findings.ts';
import { createReportRoute, exportReportRoute, listReportsRoute } from './reports.ts';
import { complianceRequestRoute, listRunsRoute, startRunRoute } from './runs.ts';

/** What was measured for frameworks: of the installation for the platform organisation, reports for everybody. */
export function complianceRoutes(services: Services): Route[] {
  return [
    complianceRoute(services),
    complianceFrameworkRoute(services),
    complianceCheckRoute(services),
    listRunsRoute(services),
    startRunRoute(services),
    complianceRequestRoute(services),
    listReportsRoute(services),
    createReportRoute(services),
    exportReportRoute(services),
    listExceptionsRoute(services),
    addExceptionRoute(services),
    endExceptionRoute(services),
  ];
}
