import { DEFAULT_ALERT_SETTINGS, type AlertSettings } from '@redoubt/alerting';

/** An organisation's settings as people give them: in seconds and hours. */
export interface GivenAlertSettings {
  alertSettings: {
    dedupWindowSeconds: number;
    repeatIntervalSeconds: number;
    riskHalfLifeHours: number;
    inhibitions: AlertSettings['inhibitions'];
  };
  suppressions: AlertSettings['suppressions'];
  isAutoIncidentCreation: boolean;
}

/** The same as the alert book takes them. */
export function alertSettingsOf({
  alertSettings,
  suppressions,
  isAutoIncidentCreation,
}: GivenAlertSettings): AlertSettings {
  return {
    ...DEFAULT_ALERT_SETTINGS,
    dedupWindowMs: alertSettings.dedupWindowSeconds * 1_000,
    repeatIntervalMs: alertSettings.repeatIntervalSeconds * 1_000,
    riskHalfLifeMs: alertSettings.riskHalfLifeHours * 3_600_000,
    autoIncidentCreation: isAutoIncidentCreation,
    suppressions,
    inhibitions: alertSettings.inhibitions,
  };
}
