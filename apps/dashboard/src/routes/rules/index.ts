import type { Route } from '../../http/route.ts';
import { RuleDesk } from '../../rules/rule-desk.ts';
import { RulePublisher } from '../../rules/rule-publisher.ts';
import type { Services } from '../services.ts';
import { changeRuleRoute } from './change.ts';
import { listRulesRoute } from './list.ts';
import { OrgRules } from './org-rules.ts';
import { publishRuleRoute, rollbackRuleRoute, ruleVersionsRoute, withdrawRuleRoute } from './publish.ts';
import { showRuleRoute } from './show.ts';
import { testRuleRoute } from './test.ts';

export function ruleRoutes(services: Services): Route[] {
  const desk = new RuleDesk(services);
  const orgRules = new OrgRules(services.database, desk);
  const publisher = new RulePublisher(services, desk);
  return [
    listRulesRoute(orgRules),
    publishRuleRoute(services, publisher),
    testRuleRoute(services, orgRules, desk),
    showRuleRoute(services, orgRules, desk),
    changeRuleRoute(services, orgRules),
    ruleVersionsRoute(services),
    rollbackRuleRoute(services, publisher),
    withdrawRuleRoute(services, publisher),
  ];
}
