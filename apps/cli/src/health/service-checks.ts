import { APP_NAMES } from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import type { Context } from '../command/context.ts';
import { counted } from '../output/number.ts';
import { verdict, type CheckHead, type HealthCheck } from './check.ts';
import type { NodeReading } from './read-nodes.ts';

/** A service, as its connections or its own answer tell. */
export interface ServiceState {
  service: string;
  /** Connections to all nodes; null where it cannot be told. */
  connections: number | null;
  /** What /readyz answered; null without an address. */
  isReady: boolean | null;
  detail: string;
}

const heads = {
  services: {
    ...{ checkId: 'services.up', area: 'services', title: 'Every service is there' },
    fix: 'start the services named, and look at their logs and /readyz',
  },
  database: {
    ...{ checkId: 'services.database', area: 'services', title: 'PostgreSQL answers' },
    fix: 'redoubt config view shows which one is meant; events wait in Redis meanwhile',
  },
  manager: {
    ...{ checkId: 'services.acl-manager', area: 'audit', title: 'Security of Redis is watched' },
    fix: 'start acl-manager, or look at its log',
  },
} as const satisfies Record<string, CheckHead>;

const readyTimeoutMs = 2_000;
/** Comes and goes. */
const notServices: readonly string[] = ['cli'];

/** @param addresses base addresses of what services serve for operators, by name */
export async function readServices(
  nodes: readonly NodeReading[],
  addresses: ReadonlyMap<string, string>,
): Promise<{ check: HealthCheck; services: ServiceState[] }> {
  const clients = nodes.every((node) => node.clients !== undefined)
    ? nodes.flatMap((node) => node.clients ?? [])
    : undefined;
  const users = new Set(clients?.map(({ user }) => user));
  const areNamed = APP_NAMES.some((app) => users.has(app) && !notServices.includes(app));
  const names = [...new Set([...APP_NAMES.filter((app) => !notServices.includes(app)), ...addresses.keys()])];
  const services = await Promise.all(
    names.map(async (service): Promise<ServiceState> => {
      const isKnown = areNamed && (APP_NAMES as readonly string[]).includes(service);
      const connections = isKnown ? (clients ?? []).filter(({ user }) => user === service).length : null;
      const address = addresses.get(service);
      const ready = address === undefined ? null : await askReady(address);
      const detail = ready?.detail ?? (connections === null ? 'not known' : counted(connections, 'connection'));
      return { service, connections, isReady: ready?.isReady ?? null, detail };
    }),
  );
  return { check: servicesCheck(services), services };
}

function servicesCheck(services: readonly ServiceState[]): HealthCheck {
  const bad = services.filter(
    ({ connections, isReady }) => isReady === false || (isReady === null && connections === 0),
  );
  if (bad.length > 0) {
    return verdict(heads.services, 'fail', bad.map(({ service, detail }) => `${service}: ${detail}`).join('; '));
  }
  const unknown = services.filter(({ connections, isReady }) => isReady === null && connections === null);
  if (unknown.length === 0) return verdict(heads.services, 'pass', services.map(({ service }) => service).join(', '));
  const why =
    'services come without users of their own, or nobody at hand may see connections; name them with --service';
  return verdict(heads.services, 'not_measured', `${unknown.map(({ service }) => service).join(', ')}: ${why}`);
}

async function askReady(address: string): Promise<{ isReady: boolean; detail: string }> {
  try {
    const response = await fetch(new URL('/readyz', address), { signal: AbortSignal.timeout(readyTimeoutMs) });
    const why = response.ok ? '' : whyNot(await response.text());
    return { isReady: response.ok, detail: `/readyz answers ${response.status}${why}` };
  } catch (error) {
    const { message, cause } = toError(error);
    return {
      isReady: false,
      detail: `${address} does not answer: ${cause instanceof Error ? cause.message : message}`,
    };
  }
}

const longestReason = 200;

/** What is not ready, as the service says. */
function whyNot(body: string): string {
  try {
    const { checks = {} } = JSON.parse(body) as { checks?: Record<string, { ok: boolean; detail?: string }> };
    const bad = Object.entries(checks).filter(([, { ok }]) => !ok);
    return bad.map(([name, { detail = 'not ok' }]) => `; ${name}: ${detail.slice(0, longestReason)}`).join('');
  } catch {
    return '';
  }
}

/** Only where the settings name a database. */
export async function databaseChecks(context: Context): Promise<HealthCheck[]> {
  try {
    context.settings.database();
  } catch {
    return [verdict(heads.database, 'not_applicable', 'DATABASE_URL is not set')];
  }
  try {
    const database = await context.database();
    const startedMs = context.clock.monotonicMs();
    await database.query('SELECT 1');
    return [verdict(heads.database, 'pass', `answers in ${Math.round(context.clock.monotonicMs() - startedMs)}ms`)];
  } catch (error) {
    return [verdict(heads.database, 'fail', toError(error).message)];
  }
}

/** Whether acl-manager said something lately. */
export function managerCheck(ageMs: number | null, incidents: number): HealthCheck {
  if (ageMs === null) return verdict(heads.manager, 'fail', 'acl-manager does not run');
  const alerts = counted(incidents, 'incident');
  return verdict(heads.manager, 'pass', `acl-manager looked ${Math.round(ageMs / 1_000)}s ago; ${alerts} within 24 h`);
}
