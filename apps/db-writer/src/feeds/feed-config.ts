import { readFileSync } from 'node:fs';
import { ConfigError, isOrgId, toError, type OrgId } from '@redoubt/contracts';
import { checkTarget } from '@redoubt/service';
import { z } from 'zod';

const feedShape = z.strictObject({
  organization: z.string().refine((text): text is OrgId => isOrgId(text), 'is no id of an organisation'),
  /** Name of the list. */
  list: z.string().trim().min(1).max(128),
  /** `…/collections/<id>/objects/` of a TAXII 2.1 server. */
  url: z.url({ protocol: /^https?$/ }),
  /** For Basic authentication, with `passwordFile`. */
  user: z.string().optional(),
  passwordFile: z.string().optional(),
  /** For `Authorization: Bearer`. */
  tokenFile: z.string().optional(),
  everyMinutes: z.number().int().min(1).max(10_080).default(60),
  /** Lets the server lie on loopback or in a private network, over plain http too. */
  allowPrivate: z.boolean().default(false),
});

/** A collection that is polled into a list of an organisation. */
export const feedSchema = feedShape.superRefine(({ url, allowPrivate }, context) => {
  try {
    checkTarget(new URL(url), allowPrivate);
  } catch (error) {
    const message = `${toError(error).message}; "allowPrivate": true lets a feed lie inside, over plain http too`;
    context.addIssue({ code: 'custom', path: ['url'], message });
  }
});
export type FeedConfig = z.output<typeof feedSchema>;

const MAX_FEEDS = 1_000;

/** @throws ConfigError when the file cannot be read or makes no sense */
export function readFeeds(path: string): FeedConfig[] {
  try {
    return z
      .array(feedSchema)
      .max(MAX_FEEDS)
      .parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : toError(error).message;
    throw new ConfigError(`TAXII_FEEDS_FILE: ${why}`);
  }
}
