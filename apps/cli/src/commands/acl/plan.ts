import { warnOfDown } from '../../acl/down-nodes.ts';
import { adminOptions, declarationOptions } from '../../acl/options.ts';
import { planJson, planSchema, renderPlan, type PlanJson } from '../../acl/plan-json.ts';
import { surveyUsers } from '../../acl/survey.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT, type ExitCode } from '../../command/exit-code.ts';
import { flag } from '../../command/inputs.ts';

export const pruneOption = flag('--prune', 'delete users that are not declared, with their connections');

/** How a plan that is only looked at ends. */
export function planExitCode({ canApply, down }: Pick<PlanJson, 'canApply' | 'down'>): ExitCode {
  if (!canApply) return EXIT.conflict;
  return down.length > 0 ? EXIT.incomplete : EXIT.ok;
}

export const aclPlan = defineCommand({
  path: 'acl plan',
  summary: 'say what apply would change on each node, and what stands against it',
  details:
    'Changes nothing. Ends with 7 when the plan must not be carried out: a server does not know a command that a role needs, a node has no aclfile, a password is not known, replication has no user. Ends with 4 when nodes did not answer.',
  options: { prune: pruneOption, ...declarationOptions, ...adminOptions },
  examples: ['redoubt acl plan', 'redoubt acl plan --default-user off --users db-writer,alert-engine,replication'],
  result: planSchema,
  rowsOf: ({ nodes }) => nodes,
  run: async (context, { prune, ...given }) => {
    const result = planJson(await surveyUsers(context, given), { prune });
    if (context.output.format !== 'table') warnOfDown(context, result.down);
    return { result, exitCode: planExitCode(result) };
  },
  render: renderPlan,
});
