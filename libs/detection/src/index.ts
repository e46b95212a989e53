export { alertSettingsOf, type GivenAlertSettings } from './lib/alert-settings-of.ts';
export type { DetectableEvent } from './lib/detectable-event.ts';
export { detectionTimeMs } from './lib/detection-time.ts';
export { evaluateEvent } from './lib/evaluate-event.ts';
export { loadedPack, type LoadedPack } from './lib/loaded-pack.ts';
export { matchOfDetection } from './lib/matches.ts';
export { OrgRules, type OrgRulesParts, type RuleChoices, type RuleOverride } from './lib/org-rules.ts';
export { Backtest, type BacktestResult } from './lib/backtest.ts';
export { compareAlerts, type AlertComparison, type AlertPair } from './lib/compare-alerts.ts';
