/** A switch of an organisation. */
export interface FeatureKind {
  /** In a word or two, for people. */
  title: string;
  /** What it changes while it is on, in one sentence. */
  description: string;
  /** What holds while nobody has said otherwise. */
  isOnByDefault: boolean;
}

/** Every flag there is, and what it changes. */
export const FEATURES = {
  auto_incident_creation: {
    title: 'Incidents by rule',
    description: 'Alerts that belong together open an incident by themselves; otherwise people open incidents by hand.',
    isOnByDefault: true,
  },
  compliance_monitoring: {
    title: 'Compliance runs',
    description: 'The organisation is part of the scheduled compliance runs.',
    isOnByDefault: false,
  },
  duplicate_detection: {
    title: 'Repeated events',
    description:
      'Events that were sent before on that day or the one before are counted; they are stored all the same.',
    isOnByDefault: false,
  },
  ml_threat_detection: {
    title: 'Anomaly detection',
    description: 'Events are scored by models that learn what is usual, and unusual ones become detections.',
    isOnByDefault: false,
  },
  siem_integration: {
    title: 'Forwarding',
    description:
      'Events and alerts are passed on to the sinks of the organisation; while it is off they are passed over.',
    isOnByDefault: true,
  },
} as const satisfies Record<string, FeatureKind>;

export type FeatureName = keyof typeof FEATURES;
export const FEATURE_NAMES = Object.keys(FEATURES) as readonly FeatureName[];

export function isFeatureName(text: string): text is FeatureName {
  return Object.hasOwn(FEATURES, text);
}

/** All flags as they hold: what was set, else the default. Flags that this release does not know are left out. */
export function effectiveFeatures(set: Readonly<Record<string, boolean>>): Record<FeatureName, boolean> {
  return Object.fromEntries(
    FEATURE_NAMES.map((name) => [name, Object.hasOwn(set, name) ? set[name] === true : FEATURES[name].isOnByDefault]),
  ) as Record<FeatureName, boolean>;
}
