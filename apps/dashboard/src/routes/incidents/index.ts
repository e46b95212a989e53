import type { CommandDesk } from '../../commands/command-desk.ts';
import type { Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { incidentCommandsRoute, openIncidentRoute } from './commands.ts';
import { listIncidentsRoute, showIncidentRoute } from './list.ts';

export function incidentRoutes(services: Services, desk: CommandDesk): Route[] {
  return [
    listIncidentsRoute(services),
    openIncidentRoute(services, desk),
    incidentCommandsRoute(services, desk),
    showIncidentRoute(services),
  ];
}
