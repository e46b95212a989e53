import type { Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { changeRuleRoute } from './change.ts';
import { listRulesRoute } from './list.ts';
import { OrgRules } from './org-rules.ts';

export function ruleRoutes(services: Services): Route[] {
  const orgRules = new OrgRules(services.database);
  return [listRulesRoute(orgRules), changeRuleRoute(services, orgRules)];
}
