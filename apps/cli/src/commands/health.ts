import { adminOptions, declarationOptions, nodeOption } from '../acl/options.ts';
import { renderHealth } from '../health/render-health.ts';
import { healthSchema, type HealthJson } from '../health/health-json.ts';
import { serviceOption } from '../health/service-option.ts';
import { takeHealth } from '../health/take-health.ts';
import { defineCommand } from '../command/definition.ts';
import { EXIT, type ExitCode } from '../command/exit-code.ts';
import { asDuration, flag, option } from '../command/inputs.ts';

export const health = defineCommand({
  path: 'health',
  summary: 'the morning check: security and health of Redis, streams, services and certificates',
  details:
    'Looks at every node at once: whether it answers, replication, memory, latency, failed logins, refused commands, users against what is declared, TLS and certificates; at lag and dead letters of every organisation; at services by their connections, or by /readyz of those named with --service; at PostgreSQL. What acl-manager publishes is added. Ends with 3 when a check fails, with 4 when none fails and something could not be measured.',
  options: {
    node: nodeOption,
    full: flag('--full', 'every check with what was seen'),
    watch: flag('--watch', 'go on until stopped; with --output json one line per look'),
    interval: option('--interval <duration>', 'time between two looks', asDuration, {
      defaultValue: 5_000,
      defaultText: '5s',
    }),
    service: serviceOption,
    ...declarationOptions,
    ...adminOptions,
  },
  examples: [
    'redoubt health',
    'redoubt health --node 10.0.0.5:6379 --full',
    'redoubt health --watch',
    'redoubt health --service db-writer=http://10.0.0.9:9090 --json',
  ],
  result: healthSchema,
  rowsOf: ({ checks }) => checks,
  isEndless: ({ watch }) => watch,
  run: async (context, { full, watch, interval, service, ...given }) => {
    const look = (): Promise<HealthJson> =>
      takeHealth(context, { ...given, services: new Map([...context.settings.services(), ...(service ?? [])]) });
    const { output } = context;
    const render = (seen: HealthJson): string =>
      renderHealth(seen, output.view(context.clock.now()), { isFull: full, isTerminal: output.isTerminal });
    const first = await look();
    if (!watch) {
      if (output.format !== 'table') return { result: first, exitCode: exitCodeOf(first) };
      output.text(render(first));
      return { exitCode: exitCodeOf(first) };
    }
    for (let seen = first; !context.signal.aborted; seen = await look()) {
      output.row(seen, () => `${output.isTerminal ? '\x1b[2J\x1b[H' : ''}${render(seen)}`);
      await context.pause(Math.max(500, interval));
    }
    return {};
  },
  // Written by `run`, which knows whether every check is wanted.
  render: () => '',
});

function exitCodeOf({ status }: HealthJson): ExitCode {
  if (status === 'at_risk') return EXIT.checksFailed;
  return status === 'secure' ? EXIT.ok : EXIT.incomplete;
}
