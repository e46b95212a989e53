import { eventIdOf, type OrgId } from '@redoubt/contracts';
import { alertSettingsOf } from '@redoubt/detection';
import {
  BUILT_IN_PACK_ID,
  effectiveOverrides,
  getOrgRules,
  loadPack,
  type PackReference,
  type RuleOverride,
} from '@redoubt/rulebook';
import { loadBuiltInPack, type Rule, type RulePack } from '@redoubt/sigma';
import { readStoredLines } from '@redoubt/storage';
import { LRUCache } from 'lru-cache';
import { Refusal } from '../http/refusal.ts';
import { OrgSlots } from '../limits/org-slots.ts';
import type { Services } from '../routes/services.ts';
import type { RuleThread } from './rule-thread.ts';
import { RuleThreads } from './rule-threads.ts';
import { factsOf } from './rule-facts.ts';
import type { Built, BuildJob, PackText, Ready, RuleFacts, TestEvent, TestJob, TestResult } from './thread-jobs.ts';

const THREADS = { timeoutMs: 15_000, idleMs: 60_000 };
/** For tests and for reading large packs; one thread is never a test's. */
const TRY_THREADS = 3;
/** For publishing and withdrawing, which wait for no test. */
const BUILD_THREADS = 2;
/** Packs up to this size are read here: that takes some milliseconds. */
const SMALL_PACK_BYTES = 512 * 1024;
const KEPT_RULES = 100;
const KEPT_PACKS = 32;

/** Bounds of a test. */
export const TEST_LIMITS = { events: 500_000, timeMs: 10_000, alerts: 5_000, chunk: 1_000 };

export interface TestAsk {
  rule: TestJob['rule'];
  /** In place of what the organisation set for the rule. */
  override?: RuleOverride;
  fromMs: number;
  toMs: number;
  signal: AbortSignal;
}

export interface TestOutcome {
  problems: Ready['problems'];
  result: TestResult;
  /** False when a bound ended it before the last event. */
  isWhole: boolean;
}

/** Reads, builds and tries rules, the large and slow parts of it in threads. */
export class RuleDesk {
  readonly #services: Services;
  readonly #rules = new LRUCache<string, Rule>({ max: KEPT_RULES });
  readonly #facts = new LRUCache<string, readonly RuleFacts[]>({ max: KEPT_PACKS });
  /** Read at the start, when nobody waits. */
  readonly #builtIn = loadBuiltInPack();
  readonly #builtInFacts = this.#builtIn.rules.map(factsOf);
  readonly #threads = new RuleThreads({ ...THREADS, maxThreads: TRY_THREADS });
  readonly #builders = new RuleThreads({ ...THREADS, maxThreads: BUILD_THREADS });
  readonly #tests = new OrgSlots(TRY_THREADS - 1);

  constructor(services: Services) {
    this.#services = services;
  }

  /** What lists show of a pack's rules; undefined when there is no such pack for the organisation. */
  async facts(orgId: OrgId, pack: PackReference): Promise<readonly RuleFacts[] | undefined> {
    if (pack.packId === BUILT_IN_PACK_ID) return this.#builtInFacts;
    // By organisation, since a pack may be private to one.
    const key = JSON.stringify([orgId, pack.packId, pack.version]);
    const kept = this.#facts.get(key);
    if (kept) return kept;
    const json = await loadPack(this.#services.database, orgId, pack);
    // One that is not stored may be stored later.
    if (!json) return undefined;
    const { rules } =
      json.length <= SMALL_PACK_BYTES
        ? { rules: packOf(json).rules.map(factsOf) }
        : await this.#threads.run((thread) =>
            thread.ask('facts', { kind: 'facts', pack: { packId: pack.packId, json } }),
          );
    this.#facts.set(key, rules);
    return rules;
  }

  /** The rule of a pack that the organisation may use. */
  async find(orgId: OrgId, pack: PackReference, ruleId: string): Promise<Rule | undefined> {
    if (pack.packId === BUILT_IN_PACK_ID) return this.#builtIn.rules.find(({ id }) => id === ruleId);
    const key = JSON.stringify([orgId, pack.packId, pack.version, ruleId]);
    const kept = this.#rules.get(key);
    if (kept) return kept;
    const json = await loadPack(this.#services.database, orgId, pack);
    if (!json) return undefined;
    const rule = await this.#findIn({ packId: pack.packId, json }, ruleId);
    if (rule) this.#rules.set(key, rule);
    return rule;
  }

  async #findIn(pack: PackText & { json: Buffer }, ruleId: string): Promise<Rule | undefined> {
    if (pack.json.length <= SMALL_PACK_BYTES) return packOf(pack.json).rules.find(({ id }) => id === ruleId);
    const { rule } = await this.#threads.run((thread) => thread.ask('find', { kind: 'find', packs: [pack], ruleId }));
    return rule;
  }

  /** Makes the pack of an organisation's own rules. @throws Refusal  overloaded, or the rules take too much */
  async build(orgId: OrgId, job: Omit<BuildJob, 'kind' | 'packs'>): Promise<Built> {
    const { packs } = await getOrgRules(this.#services.database, orgId);
    const others = packs.filter(({ packId }) => packId !== job.packId);
    const whole: BuildJob = { kind: 'build', ...job, packs: await this.#textsOf(orgId, others) };
    return this.#builders.run((thread) => thread.ask('build', whole));
  }

  /**
   * Runs a rule over stored events, the oldest first, until there are no more or a bound is reached.
   *
   * @throws Refusal  rate_limited while another of the organisation runs, overloaded, or the rule takes too much
   */
  async test(orgId: OrgId, ask: TestAsk): Promise<TestOutcome> {
    const release = this.#tests.take(orgId);
    if (release === undefined) throw new Refusal('rate_limited', 'a rule is being tried already', { retryAfterS: 2 });
    return this.#test(orgId, ask).finally(release);
  }

  async #test(orgId: OrgId, { rule, override, fromMs, toMs, signal }: TestAsk): Promise<TestOutcome> {
    const settings = await getOrgRules(this.#services.database, orgId);
    const { alertSettings } = settings;
    const job: TestJob = {
      ...{ kind: 'test', orgId, rule, packs: await this.#textsOf(orgId, settings.packs) },
      ...(override === undefined ? {} : { override }),
      overrides: effectiveOverrides(settings.overrides, alertSettings),
      alertSettings: alertSettingsOf({ alertSettings, suppressions: [], isAutoIncidentCreation: false }),
      latenessMs: alertSettings.latenessSeconds * 1_000,
    };
    return this.#threads.run(async (thread) => {
      const { problems, hasRules } = await thread.ask('test', job);
      const isWhole = !hasRules || (await this.#feed(thread, { orgId, fromMs, toMs }, signal));
      return { problems, isWhole, result: await thread.ask('finish', { finish: true }) };
    });
  }

  async #feed(
    thread: RuleThread,
    range: { orgId: OrgId; fromMs: number; toMs: number },
    signal: AbortSignal,
  ): Promise<boolean> {
    const { clock, database } = this.#services;
    const untilMs = clock.monotonicMs() + TEST_LIMITS.timeMs;
    let events: TestEvent[] = [];
    let taken = 0;
    // The next events are read while the last ones are looked at.
    let turn: Promise<{ alertCount: number }> = Promise.resolve({ alertCount: 0 });
    for await (const { lane, entryId, index, line, acceptedAtMs } of readStoredLines(database, range)) {
      events.push({ eventId: eventIdOf(lane, entryId, index), line: line.toString('utf8'), acceptedAtMs });
      if (events.length < TEST_LIMITS.chunk) continue;
      const { alertCount } = await turn;
      turn = thread.ask('events', { events });
      // Looked at with the next chunk.
      turn.catch(() => undefined);
      taken += events.length;
      events = [];
      const isOver = taken >= TEST_LIMITS.events || alertCount >= TEST_LIMITS.alerts;
      if (isOver || signal.aborted || clock.monotonicMs() > untilMs) {
        await turn;
        return false;
      }
    }
    await turn;
    if (events.length > 0) await thread.ask('events', { events });
    return true;
  }

  async #textsOf(orgId: OrgId, packs: readonly PackReference[]): Promise<PackText[]> {
    const texts: PackText[] = [];
    for (const pack of packs) {
      const { packId } = pack;
      if (packId === BUILT_IN_PACK_ID) texts.push({ packId });
      else {
        const json = await loadPack(this.#services.database, orgId, pack);
        // One that is named and not stored has no rules yet.
        if (json) texts.push({ packId, json });
      }
    }
    return texts;
  }
}

function packOf(json: Buffer): RulePack {
  return JSON.parse(json.toString('utf8')) as RulePack;
}
