import { join } from 'node:path';
import { defineScript } from '@redoubt/redis';

const folder = join(import.meta.dirname, 'scripts');

/** The Lua scripts of this library; each file's head states keys, arguments and reply. */
export const streamScripts = {
  appendFrames: defineScript(join(folder, 'append-frames-4.lua')),
  appendRecords: defineScript(join(folder, 'append-records-2.lua')),
  visit: defineScript(join(folder, 'visit-n.lua')),
  deadLetter: defineScript(join(folder, 'dead-letter-4.lua')),
  replayDeadLetter: defineScript(join(folder, 'replay-dead-letter-3.lua')),
  frameCounts: defineScript(join(folder, 'frame-counts-1.lua')),
  beginAttempts: defineScript(join(folder, 'begin-attempts-2.lua')),
  trim: defineScript(join(folder, 'trim-n.lua')),
  ensureGroups: defineScript(join(folder, 'ensure-groups-n.lua')),
  raiseStreams: defineScript(join(folder, 'raise-streams-n.lua')),
  keepReached: defineScript(join(folder, 'keep-reached-2.lua')),
  rewindGroup: defineScript(join(folder, 'rewind-group-n.lua')),
  detachGroup: defineScript(join(folder, 'detach-group-n.lua')),
  attachGroup: defineScript(join(folder, 'attach-group-n.lua')),
  advanceBackfill: defineScript(join(folder, 'advance-backfill-1.lua')),
  leaseHeartbeat: defineScript(join(folder, 'lease-heartbeat-2.lua')),
  leaseClaim: defineScript(join(folder, 'lease-claim-2.lua')),
  leaseRelease: defineScript(join(folder, 'lease-release-2.lua')),
} as const;
