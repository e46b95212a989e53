export { appendCommands } from './lib/append-commands.ts';
export {
  awaitChanges,
  type Answer,
  type AwaitChangesDeps,
  type AwaitedCommands,
  type SentCommand,
} from './lib/await-changes.ts';
export {
  awaitSecurityReply,
  readSecurityPosture,
  readSecurityReply,
  REQUEST_STREAMS,
  sendSecurityRequest,
  type SecurityAsker,
  type ReplyWait,
} from './lib/security-requests.ts';
