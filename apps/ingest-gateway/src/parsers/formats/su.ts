import type { MessageMeaning, MessageParser, ProgramFormat } from '../types.ts';
import { withDetail, withUser } from '../meanings.ts';

const TO = /^(FAILED SU )?\(to (\S+)\) (\S+) on (\S+)$/;
const FOR = /^(Successful|FAILED) su for (\S+) by (\S+)$/;
const SHORT = /^([+-]) (\S+) ([^\s:]+):(\S+)$/;

const toUser: MessageParser = (text) => {
  const match = TO.exec(text);
  return match === null ? null : change(match[1] === undefined, match[3], match[2], match[4]);
};

const forUser: MessageParser = (text) => {
  const match = FOR.exec(text);
  return match === null ? null : change(match[1] === 'Successful', match[3], match[2]);
};

const shortEntry: MessageParser = (text) => {
  const match = SHORT.exec(text);
  return match === null ? null : change(match[1] === '+', match[3], match[4], match[2]);
};

function change(isSuccess: boolean, user?: string, runAs?: string, tty?: string): MessageMeaning {
  const meaning: MessageMeaning = {
    eventType: 'privilege_change',
    severity: isSuccess ? 'low' : 'medium',
    action: 'su',
    outcome: isSuccess ? 'success' : 'failure',
    details: { runAs },
  };
  return withDetail(withUser(meaning, user), 'tty', tty);
}

/** su(1) of util-linux and shadow: `(to root) alice on pts/0`, `FAILED su for root by alice`, `+ pts/0 alice:root`. */
export const suFormat: ProgramFormat = {
  name: 'su',
  programs: ['su'],
  byFirstWord: { FAILED: [toUser, forUser], Successful: [forUser] },
  otherwise: [toUser, shortEntry],
};
