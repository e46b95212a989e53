import { toError } from '@redoubt/contracts';
import { createTempDir } from '@redoubt/test-kit';
import { listenForStop } from '../dev/stop-signals.ts';
import { BENCH_HELP, BenchUsageError, parseBenchOptions, type BenchOptions, type SuiteName } from './bench-options.ts';
import { describeCheckout } from './checkout.ts';
import type { SuiteResult } from './figure.ts';
import { judge } from './goals.ts';
import { describeMachine } from './machine.ts';
import { markdownText, tableText, type BenchReport } from './report.ts';
import type { SuiteContext } from './suite-context.ts';
import { runAnomaly } from './suites/anomaly.ts';
import { runCapacitySuite } from './suites/capacity.ts';
import { runCost } from './suites/cost.ts';
import { runIngest } from './suites/ingest.ts';
import { runLatency } from './suites/latency.ts';
import { runMemory } from './suites/memory.ts';
import { runOverload } from './suites/overload.ts';
import { runPage } from './suites/page.ts';
import { runPipeline } from './suites/pipeline.ts';
import { runProtocols } from './suites/protocols.ts';
import { runRules } from './suites/rules.ts';
import { runSearch } from './suites/search.ts';
import { runSoak } from './suites/soak.ts';
import { runStart } from './suites/start.ts';
import { runTenants } from './suites/tenants.ts';

const RUNNERS: Record<SuiteName, (context: SuiteContext) => Promise<SuiteResult>> = {
  ingest: runIngest,
  protocols: runProtocols,
  pipeline: runPipeline,
  capacity: runCapacitySuite,
  cost: runCost,
  tenants: runTenants,
  soak: runSoak,
  overload: runOverload,
  start: runStart,
  memory: runMemory,
  search: runSearch,
  rules: runRules,
  anomaly: runAnomaly,
  latency: runLatency,
  page: runPage,
};

async function main(): Promise<boolean> {
  const options = parseBenchOptions(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  if (options === 'help') {
    process.stdout.write(BENCH_HELP);
    return true;
  }
  const signals = listenForStop();
  const stopped = signals.first.then((reason) => Promise.reject(new Error(`stopped by ${reason}`)));
  let isOk = true;
  for (const suite of options.suites) {
    const report = await Promise.race([runOrReport(suite, options), stopped]);
    print(report, options);
    isOk &&= report.ok;
  }
  return isOk;
}

/** One suite of many that breaks does not take the others with it. */
async function runOrReport(suite: SuiteName, options: BenchOptions): Promise<BenchReport> {
  if (options.suites.length === 1) return runSuite(suite, options);
  try {
    return await runSuite(suite, options);
  } catch (error) {
    say(`${suite}: ${toError(error).stack ?? ''}`);
    const failures = [`it broke off: ${toError(error).message}`];
    return { ...headOf(suite, options), ok: false, figures: [], notes: [], failures };
  }
}

function headOf(
  suite: SuiteName,
  { isQuick }: BenchOptions,
): Pick<BenchReport, 'schemaVersion' | 'suite' | 'at' | 'checkout' | 'isQuick' | 'machine'> {
  const at = new Date().toISOString();
  return { schemaVersion: 1, suite, at, checkout: describeCheckout(), isQuick, machine: describeMachine() };
}

async function runSuite(suite: SuiteName, options: BenchOptions): Promise<BenchReport> {
  const head = headOf(suite, options);
  const temp = createTempDir('bench');
  let isDone = false;
  try {
    const onStep = (text: string): void => say(`› ${suite}: ${text}`);
    const { figures, notes, failures } = await RUNNERS[suite]({ options, logDir: temp.path, onStep });
    isDone = true;
    const judged = judge(suite, figures);
    const missed = judged.filter((figure) => figure.met === false && (!options.isQuick || isExact(figure.unit)));
    const ok = missed.length === 0 && failures.length === 0;
    return { ...head, ok, figures: judged, notes, failures };
  } finally {
    if (isDone) temp.remove();
    else {
      temp.keep();
      say(`logs of the services: ${temp.path}`);
    }
  }
}

/** Counts of events hold on any machine at any size; speeds and sizes do not. */
function isExact(unit: string): boolean {
  return unit === 'events';
}

function print(report: BenchReport, { isJson, isMarkdown }: BenchOptions): void {
  if (isMarkdown) process.stdout.write(`${markdownText(report)}\n`);
  else if (!isJson) process.stdout.write(`${tableText(report)}\n`);
  if (isJson) process.stdout.write(`${JSON.stringify(report)}\n`);
}

/** Progress goes to standard error: standard output belongs to the result. */
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

main().then(
  (isOk) => process.exit(isOk ? 0 : 1),
  (error: unknown) => {
    if (error instanceof BenchUsageError)
      say(`bench: ${error.message}\nnpm run bench -- --help names suites and options`);
    else say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
