import csf from './csf.json' with { type: 'json' };
import iso27001 from './iso27001.json' with { type: 'json' };
import nist80053 from './nist80053.json' with { type: 'json' };
import pci from './pci.json' with { type: 'json' };
import soc2 from './soc2.json' with { type: 'json' };

/** Frameworks there is a mapping of; each is a data file beside this one. */
export const FRAMEWORK_IDS = ['soc2', 'iso27001', 'csf', 'nist80053', 'pci'] as const;
export type FrameworkId = (typeof FRAMEWORK_IDS)[number];

/** A control of a framework, in our own words, and what is measured for it. */
export interface MappedControl {
  /** `CC6.1`, as the framework numbers it. */
  controlId: string;
  summary: string;
  /** Numbers of an earlier edition. */
  aliases?: readonly string[];
  checks: readonly { checkId: string; why: string }[];
}

export interface Framework {
  id: FrameworkId;
  name: string;
  /** Edition of the framework. */
  version: string;
  /** Day of our mapping. */
  mappingVersion: string;
  note: string;
  controls: readonly MappedControl[];
}

const FRAMEWORKS: Readonly<Record<FrameworkId, unknown>> = { soc2, iso27001, csf, nist80053, pci };

export function isFrameworkId(text: string): text is FrameworkId {
  return FRAMEWORK_IDS.some((id) => id === text);
}

/** The mapping of a framework. */
export function frameworkOf(id: FrameworkId): Framework {
  return FRAMEWORKS[id] as Framework;
}
