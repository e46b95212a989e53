/** A file that holds rules, as text. */
export interface RuleFile {
  /** Inside the folder, archive or list it came from. */
  path: string;
  text: string;
}

/** A file that could not be read, and why; the others are read all the same. */
export interface UnreadableFile {
  path: string;
  line: number;
  detail: string;
}

/** What was found under a path. */
export interface RuleFiles {
  files: RuleFile[];
  unreadable: UnreadableFile[];
}

/** Bounds of one import; what lies beyond is refused as a whole. */
export const RULE_FILE_LIMITS = {
  files: 50_000,
  fileBytes: 4 * 1024 * 1024,
  totalBytes: 256 * 1024 * 1024,
} as const;
