import { toError } from '@redoubt/contracts';
import { createTempDir } from '@redoubt/test-kit';
import { describeMachine } from '../bench/machine.ts';
import { listenForStop } from '../dev/stop-signals.ts';
import { CHAOS_HELP, ChaosUsageError, parseChaosOptions, type ChaosOptions } from './chaos-options.ts';
import { runBroken } from './broken/broken-scenario.ts';
import { chaosText, type ChaosReport, type ChaosResult } from './chaos-report.ts';
import { runFaults } from './faults/faults-scenario.ts';
import { healAtExit } from './faults/packet-filter.ts';
import { runSeeds } from './faults/run-seeds.ts';
import { runRotation } from './rotation/rotation-scenario.ts';
import { runUpgrade } from './upgrade/upgrade-scenario.ts';
import { runSinks } from './sinks/sinks-scenario.ts';

async function main(): Promise<boolean> {
  const options = parseChaosOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(CHAOS_HELP);
    return true;
  }
  healAtExit();
  const stopped = listenForStop().first.then((reason) => Promise.reject(new Error(`stopped by ${reason}`)));
  const report = await Promise.race([run(options), stopped]);
  process.stderr.write(chaosText(report));
  if (options.isJson) process.stdout.write(`${JSON.stringify(report)}\n`);
  return report.ok;
}

function runScenario(
  options: ChaosOptions,
  context: { logDir: string; onStep: (text: string) => void },
): Promise<ChaosResult> {
  if (options.scenario === 'rotation') return runRotation(options, context);
  if (options.scenario === 'sinks') return runSinks(options, context);
  if (options.scenario === 'broken') return runBroken(options, context);
  if (options.scenario === 'upgrade') return runUpgrade(options, context);
  return options.seeds === undefined ? runFaults(options, context) : runSeeds(options, options.seeds, context);
}

async function run(options: ChaosOptions): Promise<ChaosReport> {
  const machine = describeMachine();
  const temp = createTempDir('chaos');
  let ok = false;
  try {
    const onStep = (text: string): boolean => process.stderr.write(`› ${options.scenario}: ${text}\n`);
    const result = await runScenario(options, { logDir: temp.path, onStep });
    ok = result.failures.length === 0;
    return { schemaVersion: 1, ok, scenario: options.scenario, machine, ...result };
  } finally {
    if (ok) temp.remove();
    else {
      temp.keep();
      process.stderr.write(`logs of the services: ${temp.path}\n`);
    }
  }
}

main().then(
  (isOk) => process.exit(isOk ? 0 : 1),
  (error: unknown) => {
    const isUsage = error instanceof ChaosUsageError;
    const said = isUsage
      ? `${error.message}\nnpm run chaos -- --help names scenarios and options`
      : toError(error).stack;
    process.stderr.write(`chaos: ${said}\n`);
    process.exit(1);
  },
);
