import type { Clock } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import type { Database } from '@redoubt/storage';
import type { Logger } from '@redoubt/telemetry';
import type { RefusalLog } from '../audit/refusal-log.ts';
import type { AuthServices } from '../auth/auth-services.ts';
import type { DashboardLimits } from '../config.ts';
import type { MessageServices } from '../messages/message-services.ts';

/** What operations work with. */
export interface Services {
  redis: RedisClient;
  database: Database;
  log: Logger;
  clock: Clock;
  limits: DashboardLimits;
  auth: AuthServices;
  messages: MessageServices;
  refusals: Pick<RefusalLog, 'note'>;
}
