import type { Criticality } from '@redoubt/contracts';
import { formatCount } from '../format/format-number.ts';

export const criticalityText: Readonly<Record<Criticality, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};

export const assetsText = {
  list: 'Assets',
  textFilter: 'Name, owner or address',
  name: 'Asset',
  criticality: 'Criticality',
  owner: 'Owner',
  nobody: 'Nobody',
  addresses: 'Addresses',
  tags: 'Tags',
  none: 'None',
  health: 'Health',
  statuses: { healthy: 'Healthy', warning: 'Warning', critical: 'Critical', silent: 'Silent' },
  score: 'Security score',
  scoreOf: (score: number) => `${score} / 100`,
  weaknesses: 'Weaknesses',
  noWeaknesses: 'No known weakness',
  weaknessesMore: (count: number) => `The worst ${formatCount(count)} are shown`,
  lastScan: 'Last scan',
  never: 'Never scanned',
  neverText: 'redoubt asset scan imports the report of a scanner.',
  scannedBy: (scanner: string) => `by ${scanner}`,
  events: 'Events, 1 h',
  openAlerts: 'Open alerts',
  facts: 'Details',
  fixedIn: (version: string) => `fixed in ${version}`,
  alertsOf: 'Alerts about it',
  eventsOf: 'Events of it',
  noneTitle: 'No assets yet',
  noneText: 'The inventory says how much depends on an asset and who looks after it, beside every alert about it.',
  noneCommand: 'npx redoubt asset import assets.csv --org <organization>',
  noMatchTitle: 'No asset matches',
  clearFilter: 'Clear the filter',
  counts: (critical: number, high: number, rest: number): string =>
    [
      ...(critical > 0 ? [`${formatCount(critical)} critical`] : []),
      ...(high > 0 ? [`${formatCount(high)} high`] : []),
      ...(rest > 0 ? [`${formatCount(rest)} other`] : []),
    ].join(', '),
  inventory: 'Inventory',
  ownedBy: (owner: string) => `owner ${owner}`,
};

export const intelText = {
  title: 'Threat intelligence',
  namedBy: (list: string) => `named by ${list}`,
  confidence: (percent: number) => `confidence ${percent}`,
  sourcePlace: 'Source lies in',
  destinationPlace: 'Destination lies in',
};
