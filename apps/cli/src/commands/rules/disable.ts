import { disablePack } from '@redoubt/rulebook';
import { actorOf, actorOption } from '../../alerts/actor.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument, asTexts } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { applyChanges } from '../../rules/apply-changes.ts';
import { changesSchema, renderChanges, type ChangesJson } from '../../rules/change-json.ts';
import { stopRule } from '../../rules/change-rule.ts';
import { RuleTargets } from '../../rules/rule-target.ts';

export const rulesDisable = defineCommand({
  path: 'rules disable',
  summary: 'keep packs or rules from running for an organisation',
  details:
    'In force within a second. What was set about a rule is kept for when it is enabled again; open alerts stay open. A pack stays stored.',
  args: { targets: argument('<ids...>', 'ids of packs or rules', asTexts) },
  options: { org: requiredOrgOption, actor: actorOption },
  examples: ['redoubt rules disable redoubt_root_remote_login --org acme', 'redoubt rules disable sigmahq --org acme'],
  result: changesSchema,
  rowsOf: ({ changes }) => changes,
  run: async (context, { targets, org, actor: givenActor }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const found = await RuleTargets.open(database, organization);
    const chosen = targets.map((typed) => found.find(typed));
    const actor = actorOf(context, givenActor);
    const { settings } = found.org;
    const changes: ChangesJson['changes'] = [];
    for (const target of chosen) {
      if (target.kind === 'pack') {
        await disablePack(database, organization.id, target.packId, { actor });
        const version = target.current === undefined ? {} : { version: target.current.version };
        changes.push({ kind: 'pack', id: target.packId, state: 'disabled', ...version });
      } else {
        const { rule } = target;
        await stopRule(database, { orgId: organization.id, rule, settings, actor });
        changes.push({ kind: 'rule', id: rule.id, title: rule.title, state: 'disabled' });
      }
    }
    const isLive = await applyChanges(context, organization.id);
    const result = { organization: organization.name, orgId: organization.id, changes, isLive };
    return { result, exitCode: isLive ? EXIT.ok : EXIT.incomplete };
  },
  render: renderChanges,
});
