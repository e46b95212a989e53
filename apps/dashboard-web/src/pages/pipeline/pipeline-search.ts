import { searchOf, textField, type RawSearch } from '../../router/search-fields.ts';

/** The pipeline's address: which dead letters are looked at. */
export function pipelineSearch(raw: RawSearch) {
  return searchOf({ group: textField(raw.group), reason: textField(raw.reason), letter: textField(raw.letter) });
}

export type PipelineSearch = ReturnType<typeof pipelineSearch>;
