import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  INDICATOR_KINDS,
  INTEL_FORMATS,
  intelFormatOf,
  readIndicators,
  type ReadIndicators,
} from '@redoubt/enrichment';
import { toError } from '@redoubt/contracts';
import { saveIntelList } from '@redoubt/storage';
import { z } from 'zod';
import { actorOption } from '../../alerts/actor.ts';
import { CliError, usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument, asChoice, asText, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { counted, formatCount } from '../../output/number.ts';
import { auditReasonOption, operatorOf } from '../../people/operator.ts';

const importSchema = z.object({
  organization: z.string().describe('name'),
  list: z.string(),
  format: z.enum(INTEL_FORMATS),
  indicators: z.number().int(),
  kinds: z.record(z.string(), z.number().int()).describe('indicators by what they name'),
  skipped: z
    .object({ unusable: z.number().int(), repeated: z.number().int(), expired: z.number().int() })
    .describe('entries left out: they name nothing of use, were in the list before, or are past their time'),
  isNew: z.boolean().describe('false when a list of this name was replaced'),
});

export const intelImport = defineCommand({
  path: 'intel import',
  summary: 'store a threat-intelligence list, in place of the one of the same name',
  details:
    'Reads CSV (with a line of names, or the first column), STIX 2.1 bundles and what TAXII 2.1 collections give, and MISP exports (attributes marked for detection). An indicator names an address, a network, a domain with all below it, a URL, a mail address or a file by its hash. Ends with 3 when the file holds no indicator.',
  args: { path: argument('<file>', 'the list', asText) },
  options: {
    org: requiredOrgOption,
    name: option('--name <text>', 'name of the list (default: that of the file)', asText),
    format: option('--format <format>', `${INTEL_FORMATS.join(', ')} (default: found out)`, asChoice(INTEL_FORMATS)),
    actor: actorOption,
    reason: auditReasonOption,
  },
  examples: [
    'redoubt intel import blocklist.csv --org acme',
    'redoubt intel import collection.json --org acme --name partner-feed --format stix',
  ],
  result: importSchema,
  run: async (context, { path, org, name, format, actor, reason }) => {
    const text = await readList(path);
    const asked = format ?? intelFormatOf(text);
    const { indicators, skipped } = readAs(text, asked, context.clock.now());
    if (indicators.length === 0) throw new CliError(EXIT.checksFailed, `${path} holds no indicator in ${asked}`);
    const database = await context.database();
    const organization = await findOrg(database, org);
    const list = name ?? basename(path).replace(/\.[^.]+$/, '');
    const { isNew } = await saveIntelList(database, {
      ...{ orgId: organization.id, name: list, format: asked, source: basename(path), indicators },
      actor: operatorOf(context, { actor, reason }),
    });
    const kinds = Object.fromEntries(
      INDICATOR_KINDS.map((kind) => [kind, indicators.filter((one) => one.kind === kind).length] as const).filter(
        ([, count]) => count > 0,
      ),
    );
    return {
      result: {
        ...{
          organization: organization.name,
          list,
          format: asked,
          indicators: indicators.length,
          kinds,
          skipped,
          isNew,
        },
      },
    };
  },
  render: ({ organization, list, indicators, kinds, skipped, isNew }) => {
    const named = Object.entries(kinds).map(([kind, count]) => `${formatCount(count)} ${kind}`);
    const left = skipped.unusable + skipped.repeated + skipped.expired;
    const skippedText = `left out ${formatCount(left)}: ${skipped.unusable} unusable, ${skipped.repeated} repeated, ${skipped.expired} expired`;
    const what = `${isNew ? 'stored' : 'replaced'} ${list} of ${organization}: ${counted(indicators, 'indicator')}`;
    return `${what} (${named.join(', ')})${left === 0 ? '' : `; ${skippedText}`}`;
  },
});

async function readList(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw usageError(`the list cannot be read: ${toError(error).message}`);
  }
}

function readAs(text: string, format: (typeof INTEL_FORMATS)[number], nowMs: number): ReadIndicators {
  try {
    return readIndicators(text, format, nowMs);
  } catch (error) {
    throw new CliError(EXIT.checksFailed, `the list is no ${format}: ${toError(error).message}`);
  }
}
