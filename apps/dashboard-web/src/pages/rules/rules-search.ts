import { searchOf, textField, wordField, type RawSearch } from '../../router/search-fields.ts';
import { SEVERITIES_DOWN } from '../../ui/severity-mark.tsx';

export const RULE_STATES = ['enabled', 'disabled'] as const;

/** The rules' address: filters, and the rule whose details are open. */
export function rulesSearch(raw: RawSearch) {
  return searchOf({
    text: textField(raw.text),
    severity: wordField(raw.severity, SEVERITIES_DOWN),
    state: wordField(raw.state, RULE_STATES),
    pack: textField(raw.pack),
    rule: textField(raw.rule),
  });
}
