import { enablePack, effectiveOverrides, type OrgRulesRecord } from '@redoubt/rulebook';
import { actorOf, actorOption } from '../../alerts/actor.ts';
import { usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument, asDuration, asSeverity, asText, asTexts, BadValue, flag, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { applyChanges } from '../../rules/apply-changes.ts';
import { changesSchema, renderChanges, type ChangesJson } from '../../rules/change-json.ts';
import { checkWishes, enableRule } from '../../rules/change-rule.ts';
import { chooseVersion, RuleTargets, type RuleTarget } from '../../rules/rule-target.ts';

const asThreshold = (text: string): number => {
  const value = Number(text);
  if (!/^\d{1,9}(\.\d{1,6})?$/.test(text)) throw new BadValue('must be a number from 0 to 999999999');
  return value;
};

export const rulesEnable = defineCommand({
  path: 'rules enable',
  summary: 'let an organisation run packs or rules',
  details:
    'A pack runs in its newest version unless --version names one. A rule may get the organisation’s own threshold, window and severity; the threshold of redoubt_severity_critical, _high and _medium is the number of events of that severity that raise an alert. In force within a second; what is not given stays as it was set.',
  args: { targets: argument('<ids...>', 'ids of packs or rules', asTexts) },
  options: {
    org: requiredOrgOption,
    version: option('--version <version>', 'version of the pack (default: the newest)', asText),
    threshold: option('--threshold <n>', 'of a correlation: what is compared with its value', asThreshold),
    window: option('--window <duration>', 'of a correlation: its time span', asDuration),
    severity: option('--severity <severity>', 'of the rule’s alerts', asSeverity),
    reset: flag('--reset', 'forget threshold, window and severity that were set before'),
    actor: actorOption,
  },
  examples: [
    'redoubt rules enable sigmahq --org acme',
    'redoubt rules enable redoubt_brute_force_source --org acme --threshold 20 --window 10m',
    'redoubt rules enable redoubt_severity_high --org acme --threshold 50',
  ],
  result: changesSchema,
  rowsOf: ({ changes }) => changes,
  run: async (context, { targets, org, version, actor: givenActor, window: windowMs, reset, ...given }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const found = await RuleTargets.open(database, organization);
    const wishes = { ...given, windowMs, isReset: reset };
    const chosen = targets.map((typed) => found.find(typed));
    checkAll(chosen, { wishes, version });
    const actor = actorOf(context, givenActor);
    let { settings } = found.org;
    const changes: ChangesJson['changes'] = [];
    for (const target of chosen) {
      if (target.kind === 'pack') {
        const reference = { packId: target.packId, version: chooseVersion(target, version) };
        settings = await enablePack(database, organization.id, reference, { actor });
        changes.push(packChange(target, reference.version));
      } else {
        settings = await enableRule(database, { orgId: organization.id, rule: target.rule, settings, actor }, wishes);
        changes.push(ruleChange(target, settings));
      }
    }
    const isLive = await applyChanges(context, organization.id);
    const result = { organization: organization.name, orgId: organization.id, changes, isLive };
    return { result, exitCode: isLive ? EXIT.ok : EXIT.incomplete };
  },
  render: renderChanges,
});

/** Everything is looked at before anything is changed. */
function checkAll(
  targets: readonly RuleTarget[],
  given: { wishes: Parameters<typeof checkWishes>[1]; version: string | undefined },
): void {
  const { wishes, version } = given;
  const isWished = [wishes.threshold, wishes.windowMs, wishes.severity].some((wish) => wish !== undefined);
  for (const target of targets) {
    if (target.kind === 'rule') {
      if (version !== undefined) throw usageError(`${target.rule.id} is a rule: --version is for packs`);
      checkWishes(target.rule, wishes);
    } else {
      if (isWished || wishes.isReset) {
        throw usageError(`${target.packId} is a pack: --threshold, --window, --severity and --reset are for rules`);
      }
      chooseVersion(target, version);
    }
  }
}

function packChange(target: RuleTarget & { kind: 'pack' }, version: string): ChangesJson['changes'][number] {
  const title = target.versions.find((pack) => pack.version === version)?.title;
  const before = target.current?.version;
  return {
    ...{ kind: 'pack', id: target.packId, state: 'enabled', version },
    ...(title === undefined ? {} : { title }),
    ...(before === undefined || before === version ? {} : { previousVersion: before }),
  };
}

function ruleChange({ rule }: RuleTarget & { kind: 'rule' }, settings: OrgRulesRecord): ChangesJson['changes'][number] {
  const override = effectiveOverrides(settings.overrides, settings.alertSettings)[rule.id];
  return {
    ...{ kind: 'rule', id: rule.id, title: rule.title, state: 'enabled' },
    ...(override === undefined ? {} : { override }),
  };
}
