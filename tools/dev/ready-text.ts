import { join } from 'node:path';
import type { DemoOrg } from './demo-org.ts';
import type { DemoLogin } from './demo-people.ts';
import type { Stack } from './stack.ts';
import type { StartOptions } from './start-options.ts';

export interface ReadyFacts {
  stack: Stack;
  demo: DemoOrg;
  login: DemoLogin;
  dataDir: string;
  options: StartOptions;
}

/** What a newcomer sees when everything runs: addresses, things to try, where the logs are, and the ready line. */
export function readyText({ stack, demo, login, dataDir, options }: ReadyFacts): string {
  const event = '{"id":"my-1","eventType":"failed_login","severity":"medium","sourceIp":"198.51.100.7","user":"alice"}';
  const trust = stack.caFile === undefined ? '' : ` --cacert ${stack.caFile}`;
  const headers = `-H 'Authorization: Bearer ${demo.apiKey}'${trust}`;
  return `
  page        ${stack.dashboardUrl}
  sign in     ${login.email}  ${login.password}
  gateway     ${stack.gatewayUrl}
  API key     ${demo.apiKey}   (organisation ${demo.organization.name}, ${demo.organization.id})
  PostgreSQL  ${stack.databaseUrl}
  Redis       ${stack.redisNodes}
${trustText(stack)}  logs        ${logs(stack, dataDir).join('\n              ')}
  data        ${dataDir} (npm start -- --clean forgets it)

  Send an event:
    curl ${stack.gatewayUrl}/v1/events ${headers} -H 'Content-Type: application/json' -d '${event}'
  Send a log line:
    echo "$(date -u '+%b %e %T') bastion-1 sshd[1]: Failed password for root from 203.0.113.9 port 4242 ssh2" |
      curl ${stack.gatewayUrl}/v1/events ${headers} -H 'Content-Type: text/plain' --data-binary @-
${syslogText(stack)}  Look at what is stored:
    npx redoubt events search --org ${demo.organization.name} --type failed_login
  Look at what it means:
    npx redoubt alerts list --org ${demo.organization.name}
${redisText(stack)}
  ${playing(options)}; Ctrl-C stops everything.

Redoubt is ready
`;
}

/** logger(1) does not speak TLS. */
function syslogText({ syslog, caFile }: Stack): string {
  const message = 'Failed password for root from 203.0.113.9 port 4242 ssh2';
  if (syslog?.plain !== undefined) {
    return `  Send syslog (UDP or TCP; what comes is of this organisation):
    logger --server 127.0.0.1 --port ${syslog.plain} --tcp --rfc5424 --tag sshd '${message}'
`;
  }
  if (syslog?.tls === undefined) return '';
  const client = `openssl s_client -quiet -no_ign_eof -verify_return_error -CAfile ${caFile ?? ''} -connect 127.0.0.1:${syslog.tls}`;
  return `  Send syslog (TLS; what comes is of this organisation):
    echo '<86>1 - bastion-1 sshd 1 - - ${message}' | ${client}
`;
}

/** Services and the redoubt command have users of their own, which may do less. */
function redisText(stack: Stack): string {
  const command = stack.redisCommand();
  if (command === undefined) return '';
  return `  Look at Redis and its users:
    npx redoubt health
    npx redoubt acl list
    ${command}
`;
}

/** The page needs it too, or the browser's consent. */
function trustText({ caFile }: Stack): string {
  return caFile === undefined ? '' : `  trust       ${caFile}   (NODE_EXTRA_CA_CERTS for redoubt send)\n`;
}

function logs(stack: Stack, dataDir: string): string[] {
  return [
    ...stack.apps.map((app) => app.logFile),
    ...(stack.redis === undefined ? [] : [`${join(dataDir, 'redis')}/node-*/redis-*.log`]),
    ...(stack.postgres === undefined ? [] : [stack.postgres.logFile]),
  ];
}

function playing({ replayFile, speed, isShiftedToNow, ratePerSecond }: StartOptions): string {
  if (replayFile === undefined) {
    return ratePerSecond > 0
      ? `Playing demo traffic with an attack in it, ${ratePerSecond} events/s`
      : 'Waiting for your events';
  }
  const pace = speed === undefined ? 'as fast as it is taken' : `at ${speed} times its pace`;
  const times = isShiftedToNow ? 'with times moved so that it ends now' : 'with its own event times, however old';
  return `Replaying ${replayFile} ${pace}, ${times}`;
}
