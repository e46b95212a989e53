/** An alert with what a test of it needs and what its runbook says. */
export interface AlertRule {
  /** CamelCase, and the name of its runbook. */
  name: string;
  /** The service that is missed: where it is not installed the alert would always fire. */
  app?: string;
  expr: string;
  /** How long it has to hold. */
  for: string;
  severity: 'page' | 'ticket';
  summary: string;
  /** What it means for users. */
  impact: string;
  /** Commands that only look. */
  diagnosis: readonly string[];
  /** What ends it. */
  mitigation: readonly string[];
  /** Series in which it fires, by the notation of promtool; one value a minute. */
  fires: Readonly<Record<string, string>>;
  /** Series in which it does not. */
  rests: Readonly<Record<string, string>>;
}

/** A service that shows no metrics. */
export const gone = (
  job: string,
  app: string,
  impact: string,
  { severity = 'page', for: held = '5m' }: Partial<Pick<AlertRule, 'severity' | 'for'>> = {},
): AlertRule => ({
  name: `${job}Absent`,
  expr: `absent(redoubt_app_info{app="${app}"})`,
  for: held,
  severity,
  app,
  summary: `No ${app} shows its metrics`,
  impact,
  diagnosis: ['kubectl get pods --selector app.kubernetes.io/part-of=redoubt', 'redoubt health'],
  mitigation: [
    'Bring its pods back, or the scraping of their port 9090.',
    'Look at the last lines of their log for the reason of their end.',
  ],
  fires: {},
  rests: { [`redoubt_app_info{app="${app}"}`]: '1+0x100' },
});

/** A gauge that is too high. */
export const above = (metric: string, bound: string): Pick<AlertRule, 'expr' | 'fires' | 'rests'> => ({
  expr: `max(${metric}) > ${bound}`,
  fires: { [metric]: `${bound}+1x200` },
  rests: { [metric]: '0+0x100' },
});

/** A counter that should not move; one step within the window is enough. */
export const moving = (metric: string, window: string): Pick<AlertRule, 'expr' | 'fires' | 'rests'> => ({
  expr: `sum(increase(${metric}[${window}])) > 0`,
  fires: { [metric]: '0x85 10x15' },
  rests: { [metric]: '5+0x100' },
});
