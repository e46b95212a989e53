import { searchOf, textField, wordField, type RawSearch } from '../../router/search-fields.ts';

export const FRAMEWORKS = ['soc2', 'iso27001', 'csf', 'nist80053', 'pci'] as const;
export type FrameworkId = (typeof FRAMEWORKS)[number];

/** The address of the Compliance page: the framework, which of its controls, and the one that is open. */
export function complianceSearch(raw: RawSearch) {
  return searchOf({
    framework: wordField(raw.framework, FRAMEWORKS),
    controls: wordField(raw.controls, ['open'] as const),
    control: textField(raw.control),
  });
}

export type ComplianceSearch = ReturnType<typeof complianceSearch>;
