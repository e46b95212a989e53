import type { FaultPlan, PlannedFault, ServiceFault } from './fault-plan.ts';

/** On the way of an event to PostgreSQL, into alerts and to receivers. */
export const APPS: readonly string[] = ['db-writer', 'alert-engine', 'siem-forwarder', 'ingest-gateway'];
/** Look on, and may die without anybody noticing; in every so many seeds. */
export const ONLOOKERS: readonly string[] = ['ml-scorer', 'dashboard', 'compliance-reporter'];
const ONLOOKERS_EVERY = 3;
/** Runs with the servers themselves, in every seed. */
const MANAGER = 'acl-manager';
/** So many seeds share the services out among their faults. */
const ROUND = 50;
/** Faults that meet one service. */
export const FAULTS_OF_ONE = ['service_kill', 'service_pause'] as const satisfies readonly ServiceFault[];

/** All services that faults of one can meet. */
export const SERVICES: readonly string[] = [...APPS, MANAGER, ...ONLOOKERS];

export function hasOnlookers(seed: number): boolean {
  return seed % ONLOOKERS_EVERY === 0;
}

/**
 * Names the service that each fault of one meets: in turn, counted from the first of fifty seeds (1, 51, …), so that
 * all of these together meet each service with each such fault. Seeds with onlookers begin their turns with those.
 *
 * @param draw  the faults of a seed without services
 */
export function withTargets(seed: number, draw: (seed: number) => FaultPlan): FaultPlan {
  const plan = draw(seed);
  const turns = hasOnlookers(seed) ? [...ONLOOKERS, ...APPS, MANAGER] : [...APPS, MANAGER];
  const met = new Map<ServiceFault, number>(FAULTS_OF_ONE.map((kind) => [kind, 0]));
  const targetOf = (kind: ServiceFault): string | undefined => {
    const turn = met.get(kind);
    if (turn === undefined) return undefined;
    met.set(kind, turn + 1);
    return turns[turn % turns.length];
  };
  const first = seed - ((seed - 1) % ROUND);
  for (let before = first; before < seed; before++) {
    if (hasOnlookers(before) === hasOnlookers(seed)) for (const { kind } of draw(before).service) targetOf(kind);
  }
  const service = plan.service.map((fault): PlannedFault<ServiceFault> => {
    const app = targetOf(fault.kind);
    return app === undefined ? fault : { ...fault, app };
  });
  return { ...plan, service };
}
