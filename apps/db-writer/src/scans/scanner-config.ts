import { readFileSync } from 'node:fs';
import { ConfigError, isOrgId, toError, type OrgId } from '@redoubt/contracts';
import { SCAN_FORMATS } from '@redoubt/enrichment';
import { z } from 'zod';

/** A scanner and the assets it looks at again and again. */
export const scannerSchema = z.strictObject({
  organization: z.string().refine((text): text is OrgId => isOrgId(text), 'is no id of an organisation'),
  name: z.string().regex(/^[a-z0-9_-]{1,64}$/),
  format: z.enum(SCAN_FORMATS),
  /** Program and arguments, as they are: no shell reads them. A placeholder is an argument of its own. */
  argv: z.array(z.string()).min(1).max(64),
  /** Variables of its process, beside PATH; no other of the service's are seen. */
  environment: z.record(z.string(), z.string()).default({}),
  /** Assets with this tag are scanned. */
  tag: z.string().min(1).max(64),
  everyHours: z.number().int().min(1).max(8_760).default(24),
  timeoutSeconds: z.number().int().min(1).max(7_200).default(900),
});
export type ScannerConfig = z.output<typeof scannerSchema>;

/** @throws ConfigError when the file cannot be read or makes no sense */
export function readScanners(path: string): ScannerConfig[] {
  try {
    return z
      .array(scannerSchema)
      .max(100)
      .parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : toError(error).message;
    throw new ConfigError(`SCANNERS_FILE: ${why}`);
  }
}
