import type { MessageMeaning, MessageParser, ProgramFormat } from '../types.ts';
import { withDetail, withUser } from '../meanings.ts';

const ENTRY =
  /^ *(\S+) : (?:(.*?) ; )?TTY=(\S+) ; PWD=(.*?) ; USER=(\S+)(?: ; GROUP=\S+)?(?: ; ENV=.*?)? ; COMMAND=(.*)$/s;

const sudoEntry: MessageParser = (text) => {
  const match = ENTRY.exec(text);
  if (match === null) return null;
  const [, user, refusal, tty, directory, runAs, command] = match;
  const isRefused = refusal !== undefined;
  const meaning: MessageMeaning = {
    eventType: 'privilege_change',
    severity: isRefused ? 'medium' : 'low',
    action: 'sudo',
    outcome: isRefused ? 'failure' : 'success',
    details: { runAs, command, tty, directory },
  };
  return withDetail(withUser(meaning, user), 'reason', refusal);
};

/** sudo(8) log entries ("LOG FORMAT" in its manual): accepted commands and refusals. */
export const sudoFormat: ProgramFormat = {
  name: 'sudo',
  programs: ['sudo'],
  byFirstWord: {},
  otherwise: [sudoEntry],
};
