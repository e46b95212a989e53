export { INDICATOR_KINDS, indicatorOf } from './lib/indicator.ts';
export type { Indicator, IndicatorKind } from './lib/indicator.ts';
export { INTEL_FORMATS, intelFormatOf, MAX_INDICATORS, readIndicators } from './lib/read-indicators.ts';
export type { IntelFormat, ReadIndicators } from './lib/read-indicators.ts';
export { IntelTable } from './lib/intel-table.ts';
export type { IntelMatch, ListedIndicator } from './lib/intel-table.ts';
export { FieldReport, MAX_REPORTED_FIELDS } from './lib/field-report.ts';
export type { FieldUse, SourceFields } from './lib/field-report.ts';
