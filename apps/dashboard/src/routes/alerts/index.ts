import type { CommandDesk } from '../../commands/command-desk.ts';
import type { Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { alertCommandsRoute } from './commands.ts';
import { countAlertsRoute, listAlertsRoute } from './list.ts';
import { alertEventsRoute, showAlertRoute } from './show.ts';
import { similarAlertsRoute } from './similar.ts';

export function alertRoutes(services: Services, desk: CommandDesk): Route[] {
  return [
    listAlertsRoute(services),
    // Before the one with an id, which would take their words for ids.
    countAlertsRoute(services),
    alertCommandsRoute(services, desk),
    showAlertRoute(services),
    alertEventsRoute(services),
    similarAlertsRoute(services),
  ];
}
