import { readServices, type ServiceState } from '../health/service-checks.ts';
import type { NodeReading } from '../health/read-nodes.ts';
import { finding, type Finding, type FindingHead } from './finding.ts';

/** One line per service: by what it answers on /readyz, else by its connections to Redis. */
export async function serviceFindings(
  nodes: readonly NodeReading[],
  addresses: ReadonlyMap<string, string>,
): Promise<Finding[]> {
  const { services } = await readServices(nodes, addresses);
  const known = services.filter((one) => one.isReady !== null || one.connections !== null);
  const unknown = services.filter((one) => !known.includes(one)).map(({ service }) => service);
  return [
    ...known.map(serviceFinding),
    ...(unknown.length === 0
      ? []
      : [finding({ ...head('all'), title: 'Every service is there' }, 'unknown', unknown.join(', '))]),
  ];
}

function head(service: string): FindingHead {
  return {
    ...{ checkId: `services.${service}`, area: 'services', title: `${service} is ready` },
    fix:
      service === 'all'
        ? 'name their addresses: REDOUBT_SERVICES or --service <name>=http://<host>:<ops port>'
        : `start ${service}; where it runs, its log says what it waits for`,
  };
}

function serviceFinding({ service, isReady, connections, detail }: ServiceState): Finding {
  const isUp = isReady ?? (connections ?? 0) > 0;
  return finding(head(service), isUp ? 'ok' : 'fail', detail);
}
