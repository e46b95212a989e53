import { decodeEvent, severityRank, type Alert } from '@redoubt/contracts';
import { Backtest, loadedPack, OrgRules } from '@redoubt/detection';
import { buildPack, RuleSet, type Rule } from '@redoubt/sigma';
import type { Progress, Ready, TestEvent, TestJob, TestResult } from './thread-jobs.ts';
import { problemsOf, ThreadPacks } from './thread-packs.ts';

const PATH = 'rule.yml';
const MOST_ALERTS = 100;

/** Runs rules over events as they are given, with what live detection runs. */
export class TestRun {
  readonly ready: Ready;
  readonly #backtest: Backtest | undefined;
  #unreadable = 0;

  constructor(job: TestJob) {
    const packs = new ThreadPacks(job.packs);
    const { tested, problems } = testedRules(job, packs);
    this.ready = { problems, hasRules: tested.length > 0 };
    if (tested.length === 0) return;
    const rules = [...tested, ...countedRules(tested, packs)];
    const own = new Set(tested.map(({ id }) => id));
    const overrides = Object.fromEntries(
      rules.map(({ id }) => {
        const set = own.has(id) && job.override !== undefined ? job.override : job.overrides[id];
        return [id, { ...set, isEnabled: true }];
      }),
    );
    const orgRules = new OrgRules({
      choices: { disabled: [], overrides },
      packs: [loadedPack({ packId: 'test', version: 'test' }, RuleSet.fromPack({ rules }))],
      ...{ alertSettings: job.alertSettings, latenessMs: job.latenessMs, source: '', isComplete: true },
    });
    this.#backtest = new Backtest(job.orgId, orgRules);
  }

  take(events: readonly TestEvent[]): Progress {
    for (const { eventId, line, acceptedAtMs } of events) {
      const value: unknown = JSON.parse(line);
      const decoded = decodeEvent(value);
      if (decoded.ok) this.#backtest?.take({ eventId, value, fields: decoded.fields, acceptedAtMs });
      else this.#unreadable += 1;
    }
    return { alertCount: this.#backtest?.alertCount ?? 0 };
  }

  finish(): TestResult {
    const result = this.#backtest?.finish() ?? { events: 0, matches: 0, alerts: [], failures: [] };
    const { events, matches, alerts, failures } = result;
    return {
      ...{ events: events + this.#unreadable, matches, alertCount: alerts.length },
      alerts: alerts.sort(gravestFirst).slice(0, MOST_ALERTS),
      failureCount: this.#unreadable + failures.length,
    };
  }
}

function testedRules({ rule }: TestJob, packs: ThreadPacks): { tested: Rule[]; problems: Ready['problems'] } {
  if ('ruleId' in rule) {
    const found = packs.ruleOf(rule.ruleId);
    return { tested: found === undefined ? [] : [found], problems: [] };
  }
  const files = [{ path: PATH, text: rule.yaml }];
  const own = new Set(buildPack({ packId: 'test', version: 'test', title: 'test', files }).rules.map(({ id }) => id));
  const externalRules = packs.rules().filter(({ id }) => !own.has(id));
  const pack = buildPack({ packId: 'test', version: 'test', title: 'test', files, externalRules });
  return { tested: pack.rules, problems: problemsOf(pack, PATH) };
}

/** Rules that those under test count, to any depth; they raise no alerts of their own here. */
function countedRules(tested: readonly Rule[], packs: ThreadPacks): Rule[] {
  const known = new Set(tested.map(({ id }) => id));
  const found: Rule[] = [];
  const waiting = [...tested];
  for (let rule = waiting.shift(); rule !== undefined; rule = waiting.shift()) {
    if (rule.kind !== 'correlation') continue;
    for (const id of rule.rules) {
      const counted = packs.ruleOf(id);
      if (known.has(id) || counted === undefined) continue;
      known.add(id);
      found.push({ ...counted, isGenerating: false });
      waiting.push(counted);
    }
  }
  return found;
}

function gravestFirst(a: Alert, b: Alert): number {
  return severityRank(b.severity) - severityRank(a.severity) || b.count - a.count;
}
