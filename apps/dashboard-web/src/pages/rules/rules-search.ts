import { searchOf, textField, wordField, type RawSearch } from '../../router/search-fields.ts';

export const RULE_STATES = ['enabled', 'disabled', 'off_by_default', 'shadowed'] as const;

/** The rules' address: filters, the rule whose details are open, and the one that is edited (`new` for another). */
export function rulesSearch(raw: RawSearch) {
  return searchOf({
    text: textField(raw.text),
    state: wordField(raw.state, RULE_STATES),
    pack: textField(raw.pack),
    rule: textField(raw.rule),
    edit: textField(raw.edit),
  });
}

export type RulesSearch = ReturnType<typeof rulesSearch>;
