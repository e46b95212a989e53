export { CHANNEL_TYPES, policyOf, type Channel, type ChannelOf, type ChannelPolicy } from './lib/channel.ts';
export type { ChannelDirectory } from './lib/channel-directory.ts';
export type { DeliveryResult } from './lib/delivery-result.ts';
export { ChannelSender, type ChannelSenderOptions } from './lib/channels/channel-sender.ts';
export type { MailSenderOptions, MailServer } from './lib/channels/mail-transport.ts';
export { Mailer, type Mail } from './lib/channels/mailer.ts';
export type { HttpSenderOptions } from './lib/http/http-sender.ts';
export {
  ChannelTester,
  type ChannelTesterDeps,
  type ChannelTesterOptions,
  type TrialResult,
} from './lib/delivery/channel-tester.ts';
export { GroupRecorder, MAX_GROUPS, type PositionedChange } from './lib/delivery/group-recorder.ts';
export { GroupDeliverer } from './lib/delivery/group-deliverer.ts';
export { createNotificationMetrics } from './lib/delivery/notification-metrics.ts';
export {
  MAX_TRIES,
  notifyJob,
  testChannelJob,
  type NotifyJob,
  type TestChannelJob,
} from './lib/delivery/notify-job.ts';
export { readTest, requestTest, runTest, type TestState } from './lib/delivery/test-message.ts';
export { TimerSweep, type SweepOptions } from './lib/delivery/timer-sweep.ts';
export { groupHashOf } from './lib/grouping/group-key.ts';
export { MAX_FULL_ALERTS, MAX_GROUP_ALERTS } from './lib/grouping/group-state.ts';
export type { Message, MessageReason, MessageState } from './lib/message.ts';
export { GroupStore } from './lib/store/group-store.ts';
export { MAX_OUTCOMES, notificationOutcomeSchema, type NotificationOutcome } from './lib/store/outcome.ts';
export { renderInvitation, type InvitationFacts } from './lib/templates/invitation.ts';
export { recordPosition, type RecordPosition } from './lib/store/record-position.ts';
export { parseRetryAfter } from './lib/http/response-class.ts';
