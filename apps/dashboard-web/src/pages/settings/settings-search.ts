import { numberField, searchOf, textField, wordField, type RawSearch } from '../../router/search-fields.ts';

export const SETTINGS_SECTIONS = [
  ...([
    'organization',
    'members',
    'keys',
    'channels',
    'sinks',
    'thresholds',
    'suppressions',
    'sessions',
    'audit',
  ] as const),
] as const;

/** The settings' address: the section, and the filters of the audit log. */
export function settingsSearch(raw: RawSearch) {
  return searchOf({
    section: wordField(raw.section, SETTINGS_SECTIONS),
    action: textField(raw.action),
    actor: textField(raw.actor),
    target: textField(raw.target),
    fromMs: numberField(raw.fromMs),
    toMs: numberField(raw.toMs),
  });
}

export type SettingsSearch = ReturnType<typeof settingsSearch>;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];
