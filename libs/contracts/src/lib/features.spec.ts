import { effectiveFeatures, FEATURE_NAMES, FEATURES, isFeatureName } from './features.ts';

test('what nobody set has its default, and unknown flags are left out', () => {
  const features = effectiveFeatures({ auto_incident_creation: false, from_a_later_release: true });
  expect(Object.keys(features)).toEqual(FEATURE_NAMES);
  expect(features.auto_incident_creation).toBe(false);
  expect(features.siem_integration).toBe(FEATURES.siem_integration.isOnByDefault);
});

test('only names of the list are flags', () => {
  expect(isFeatureName('ml_threat_detection')).toBe(true);
  for (const text of ['', 'toString', '__proto__', 'ML_THREAT_DETECTION']) expect(isFeatureName(text)).toBe(false);
});
