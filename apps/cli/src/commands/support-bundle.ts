import { z } from 'zod';
import { defineCommand } from '../command/definition.ts';
import { asInteger, asText, flag, option } from '../command/inputs.ts';
import { knownHosts, knownSecrets } from '../bundle/known-secrets.ts';
import { collectParts, packBundle } from '../bundle/pack-bundle.ts';
import { Redactor } from '../bundle/redactor.ts';
import { sectionsOf } from '../bundle/sections.ts';
import { serviceOption } from '../health/service-option.ts';
import { counted, formatBytes } from '../output/number.ts';
import { renderTable } from '../output/table.ts';
import { VERSION } from '../version.ts';

const bundleSchema = z.object({
  file: z.string().nullable().describe('null with --dry-run'),
  isDryRun: z.boolean(),
  files: z.array(
    z.object({
      path: z.string(),
      what: z.string(),
      sizeBytes: z.number().int().optional(),
      sha256: z.string().optional().describe('hex'),
    }),
  ),
  missing: z.array(z.object({ path: z.string(), reason: z.string() })).describe('parts that could not be had'),
  hiddenSecrets: z.number().int().describe('texts that were taken out'),
});
type BundleJson = z.infer<typeof bundleSchema>;

export const supportBundle = defineCommand({
  path: 'support-bundle',
  summary: 'collect what somebody needs who helps from afar, without secrets',
  details:
    'Versions, settings, what doctor finds, cluster state, INFO, connections counted by user, the slow log without arguments, lag of groups, readiness and metrics of services, last lines of logs. Holds no event, no alert and no name of an organisation. Secrets are always taken out: those that the settings hold or name, and whatever looks like one; should one of the former be left, nothing is written. With --redact addresses, machines, people and ids get pseudonyms too. Look at what you hand on: tar -xzf, manifest.json first.',
  options: {
    out: option('--out <file>', 'a new file (default: redoubt-support-<time>.tar.gz)', asText),
    redact: flag('--redact', 'pseudonyms for addresses, machines, mail addresses and ids'),
    dryRun: flag('--dry-run', 'only list what would be in it'),
    logs: option('--logs <folder>', 'a folder with .log files, such as those of kubectl logs', asText),
    logLines: option('--log-lines <n>', 'last lines of each', asInteger({ min: 1, max: 100_000 }), {
      defaultValue: 1_000,
    }),
    service: serviceOption,
  },
  examples: [
    'redoubt support-bundle --redact --dry-run',
    'redoubt support-bundle --redact --logs ./logs --out bundle.tar.gz',
  ],
  result: bundleSchema,
  rowsOf: ({ files }) => files,
  run: async (context, { out, redact, dryRun, logs, logLines, service }) => {
    const services = new Map([...context.settings.services(), ...(service ?? [])]);
    const sections = await sectionsOf(context, { services, version: VERSION, logs, logLines });
    const listed = sections.map(({ path, what }) => ({ path, what }));
    if (dryRun) return { result: { file: null, isDryRun: true, files: listed, missing: [], hiddenSecrets: 0 } };
    const settings = context.settings.list();
    const redactor = new Redactor({
      ...{ secrets: await knownSecrets(settings), hosts: knownHosts(settings), isPseudonymous: redact },
    });
    const { parts, missing } = await collectParts(sections, redactor, (path) => context.output.progress(path));
    const createdAt = new Date(context.clock.now()).toISOString();
    const file = out ?? `redoubt-support-${createdAt.slice(0, 19).replaceAll(':', '')}Z.tar.gz`;
    const head = { createdAt, isPseudonymous: redact };
    const bundled = await packBundle(file, { parts, missing, head }, redactor);
    const files = bundled.files.map((one) => ({
      ...one,
      what: listed.find(({ path }) => path === one.path)?.what ?? '',
    }));
    return { result: { file, isDryRun: false, files, missing, hiddenSecrets: bundled.hiddenSecrets } };
  },
  render: ({ file, files, missing, hiddenSecrets }: BundleJson, view) => {
    const table = renderTable(
      [{ name: 'file' }, { name: 'size', align: 'right' }, { name: 'what', isFlexible: true }],
      [
        ...files.map(({ path, what, sizeBytes }) => [
          path,
          sizeBytes === undefined ? '-' : formatBytes(sizeBytes),
          what,
        ]),
        ...missing.map(({ path, reason }) => [path, '-', view.style.warn(`not there: ${reason}`)]),
      ],
      view,
    );
    if (file === null) return table;
    return `${table}\n\n${file}: ${counted(files.length, 'file')}, ${counted(hiddenSecrets, 'secret')} taken out`;
  },
});
