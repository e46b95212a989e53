import type { Clock } from '@redoubt/contracts';
import type { SecretBox } from '@redoubt/encryption';
import { ChannelSender, ChannelTester, GroupStore, Mailer } from '@redoubt/notifications';
import type { RedisClient } from '@redoubt/redis';
import { openReportedSecretBox } from '@redoubt/rulebook';
import type { Closable } from '@redoubt/service';
import { SinkTester } from '@redoubt/sinks';
import type { Logger, Metrics } from '@redoubt/telemetry';
import type { DashboardConfig } from '../config.ts';
import { InvitationMailer } from './invitation-mailer.ts';

/** What tells people something. */
export interface MessageServices extends Closable {
  /** Absent: channels that have secrets can neither be kept nor tried. */
  secretBox: SecretBox | undefined;
  /** What became of the newest messages to each channel. */
  outcomes: Pick<GroupStore, 'outcomes'>;
  tester: Pick<ChannelTester, 'run'>;
  sinkTester: Pick<SinkTester, 'run'>;
  /** Absent: whoever invites hands the link over. */
  invitations: Pick<InvitationMailer, 'send'> | undefined;
}

/** Wires them; opens nothing but the secret box until something is sent. */
export function createMessageServices(
  { redis, log, clock, metrics }: { redis: RedisClient; log: Logger; clock: Clock; metrics: Metrics },
  { sender: options, dashboardUrl, sinks, ...keys }: DashboardConfig['messages'],
): MessageServices {
  const sender = new ChannelSender(options, clock);
  const store = new GroupStore(redis);
  const { mail } = options;
  const box = openReportedSecretBox(keys, { redis, log, clock, metrics });
  const canMail = mail !== undefined && dashboardUrl !== undefined;
  return {
    secretBox: box.secretBox,
    outcomes: store,
    tester: new ChannelTester({ sender, store, clock, log }),
    sinkTester: new SinkTester(sinks),
    invitations: canMail ? new InvitationMailer(new Mailer(mail), dashboardUrl) : undefined,
    close: async () => {
      await box.close();
      await sender.close();
    },
  };
}
