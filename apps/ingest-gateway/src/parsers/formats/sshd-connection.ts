import type { MessageMeaning, MessageParser } from '../types.ts';
import { portOf, withDetail, withPeer, withUser } from '../meanings.ts';

const REVERSE_MAPPING = /^reverse mapping checking getaddrinfo for (\S+) \[([^\]]+)\] failed/;
const ADDRESS_MAPS = /^Address (\S+) maps to (\S+), but this does not map back/;
const NO_IDENTIFICATION = /^Did not receive identification string from (\S+?)(?: port (\d+))?$/;
const BAD_PROTOCOL = /^Bad protocol version identification (.*) from (\S+?)(?: port (\d+))?$/s;
const RECEIVED_DISCONNECT = /^Received disconnect from (\S+?)(?: port (\d+))?: ?(\d+): (.*?)(?: \[preauth\])?$/s;
const DISCONNECTED = /^Disconnected from (?:(?:(?:authenticating|invalid) )?user (.*) )?(\S+) port (\d+)/s;
const CLOSED_USER =
  /^Connection (?:closed|reset) by (?:authenticating|invalid) user (.*) (\S+) port (\d+)(?: \[preauth\])?$/s;
const CLOSED = /^Connection (?:closed|reset) by (\S+?)(?: port (\d+))?(?: \[preauth\])?$/;
const OPENED = /^Connection from (\S+) port (\d+)(?: on (\S+) port (\d+))?/;
const TIMEOUT = /^Timeout before authentication for (?:connection from )?(\S+)(?:(?: port (\d+))| to .*)?/;
const UNABLE = /^Unable to negotiate with (\S+?)(?: port (\d+))?: (.*?)(?: \[preauth\])?$/s;
const CONNECTION_FROM = /Connection from (\S+) port (\d+): (.*?)(?: \[preauth\])?$/s;
const SUBSYSTEM = /^subsystem request for (\S+)(?: by user (.*))?$/s;
const LISTENING = /^Server listening on (\S+) port (\d+)/;
const TERMINATING = /^Received signal (\d+); terminating/;

type Groups = readonly (string | undefined)[];

/** A parser of one shape: the expression and what its groups mean. */
function shape(expression: RegExp, meaning: (groups: Groups) => MessageMeaning): MessageParser {
  return (text) => {
    const match = expression.exec(text);
    return match === null ? null : meaning(match);
  };
}

function informational(eventType: string, action: string): MessageMeaning {
  return { eventType, severity: 'informational', action };
}

function probe(action: string): MessageMeaning {
  return { eventType: 'network_probe', severity: 'low', action, outcome: 'failure' };
}

function at(meaning: MessageMeaning, peer: string | undefined, port?: string): MessageMeaning {
  return withDetail(withPeer(meaning, peer), 'sourcePort', portOf(port));
}

const nameMismatch = (host: string | undefined, ip: string | undefined): MessageMeaning =>
  withPeer({ eventType: 'reverse_mapping_failed', severity: 'low', details: { claimedHost: host } }, ip);

const receivedDisconnect = shape(RECEIVED_DISCONNECT, (m) => {
  const meaning = at(informational('connection_closed', 'ssh_disconnect'), m[1], m[2]);
  return withDetail(withDetail(meaning, 'reasonCode', Number(m[3])), 'reason', m[4]);
});

const brokenConnection = shape(CONNECTION_FROM, (m) =>
  withDetail(at(probe('ssh_handshake'), m[1], m[2]), 'reason', m[3]),
);

const writeFailed = shape(/^(?:Write failed|Read from socket failed|Read error[^:]*): (.*?)(?: \[preauth\])?$/s, (m) =>
  withDetail(informational('connection_error', 'ssh_disconnect'), 'reason', m[1]),
);

const kexFailed = shape(/^kex_exchange_identification: (.*?)(?: \[preauth\])?$/s, (m) =>
  withDetail(probe('ssh_handshake'), 'reason', m[1]),
);

const SESSION = 'Starting session: ';
const PEER = / from (\S+) port (\d+)/y;

/** `Starting session: <command> for <user> from <address> port <port>`; the command is the user's text, so the end counts. */
const startingSession: MessageParser = (text) => {
  if (!text.startsWith(SESSION)) return null;
  for (let end = text.lastIndexOf(' from '); end >= SESSION.length; end = text.lastIndexOf(' from ', end - 1)) {
    PEER.lastIndex = end;
    const peer = PEER.exec(text);
    if (peer === null) continue;
    const cut = text.lastIndexOf(' for ', end - 5);
    if (cut < SESSION.length) return null;
    const meaning = withUser(informational('session_opened', 'ssh_session'), text.slice(cut + 5, end));
    return withDetail(at(meaning, peer[1], peer[2]), 'command', text.slice(SESSION.length, cut));
  }
  return null;
};

/** What sshd says of connections rather than of logins (packet.c, kex.c, session.c, sshd.c), keyed by first word. */
export const sshdConnectionParsers: Readonly<Record<string, readonly MessageParser[]>> = {
  reverse: [shape(REVERSE_MAPPING, (m) => nameMismatch(m[1], m[2]))],
  Address: [shape(ADDRESS_MAPS, (m) => nameMismatch(m[2], m[1]))],
  Did: [shape(NO_IDENTIFICATION, (m) => at(probe('ssh_handshake'), m[1], m[2]))],
  Bad: [shape(BAD_PROTOCOL, (m) => withDetail(at(probe('ssh_handshake'), m[2], m[3]), 'identification', m[1]))],
  Received: [
    receivedDisconnect,
    shape(TERMINATING, (m) => withDetail(informational('service_stopped', 'service_stop'), 'signal', Number(m[1]))),
  ],
  Disconnected: [
    shape(DISCONNECTED, (m) => at(withUser(informational('connection_closed', 'ssh_disconnect'), m[1]), m[2], m[3])),
  ],
  Connection: [
    shape(CLOSED_USER, (m) => at(withUser(informational('connection_closed', 'ssh_disconnect'), m[1]), m[2], m[3])),
    shape(CLOSED, (m) => at(informational('connection_closed', 'ssh_disconnect'), m[1], m[2])),
    shape(OPENED, (m) => at(informational('network_connection', 'ssh_connect'), m[1], m[2])),
  ],
  Timeout: [shape(TIMEOUT, (m) => at(probe('ssh_login'), m[1], m[2]))],
  Unable: [shape(UNABLE, (m) => withDetail(at(probe('ssh_handshake'), m[1], m[2]), 'reason', m[3]))],
  ssh_dispatch_run_fatal: [brokenConnection],
  banner: [brokenConnection],
  kex_exchange_identification: [kexFailed],
  Write: [writeFailed],
  Read: [writeFailed],
  Starting: [startingSession],
  subsystem: [
    shape(SUBSYSTEM, (m) =>
      withDetail(withUser(informational('session_opened', 'ssh_subsystem'), m[2]), 'subsystem', m[1]),
    ),
  ],
  Server: [
    shape(LISTENING, (m) => withDetail(informational('service_started', 'service_start'), 'port', portOf(m[2]))),
  ],
};
