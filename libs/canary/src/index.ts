export { CANARY_EVENT_TYPE, CANARY_PACK_ID, CANARY_RULE, DEFAULT_CANARY_ORGANIZATION } from './lib/canary-rule.ts';
export { CANARY_STAGES, CanaryRound } from './lib/canary-round.ts';
export type { CanaryDeps, CanaryOptions, CanaryResult, CanaryStage } from './lib/canary-round.ts';
export { createCanaryMetrics } from './lib/canary-metrics.ts';
export { CanaryWatch } from './lib/canary-watch.ts';
export { canaryEnv } from './lib/canary-env.ts';
export { createGatewayAgent } from './lib/gateway-agent.ts';
