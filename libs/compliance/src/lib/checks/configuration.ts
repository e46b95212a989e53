import type { Check } from '../check.ts';
import type { Evidence, NodeEvidence } from '../evidence.ts';
import { mostFrequent, notMeasured, ofPosture, onNodes, setting, type Seen } from '../measure.ts';
import { judgeVersion } from '../minimum-versions.ts';

const LOCKS = ['enable-debug-command', 'enable-module-command', 'enable-protected-configs'] as const;

/** Settings that differ between nodes or change by themselves, and so are no part of a baseline. */
const VOLATILE =
  /^(port|tls-port|bind|dir|logfile|pidfile|aclfile|cluster-config-file|cluster-announce-.*|replica-announce-.*|slave-announce-.*|masterauth|masteruser|primaryauth|primaryuser|requirepass|tls-.*-file.*|tls-key-.*|dbfilename|unixsocket|save|proc-title-template|replicaof|slaveof|appendfilename|appenddirname|oom-score-adj.*|.*cpulist)$/;

const outOfList = (given: readonly string[], allowed: readonly string[]): string[] =>
  given.filter((one) => !allowed.includes(one));

/** How nodes are set up. */
export const CONFIGURATION: readonly Check[] = [
  {
    ...{
      checkId: 'cfg.debug-off',
      area: 'configuration',
      rank: 'high',
      title: 'Commands for debugging and modules are locked',
    },
    shows: 'Nobody can change protected settings or load a module at run time.',
    fix: 'enable-debug-command no, enable-module-command no, enable-protected-configs no, and a restart',
    measure: (evidence) =>
      onNodes(
        evidence,
        (node): Seen => {
          const seen = LOCKS.map((name) => setting(node, name, 'no'));
          const isSilent = seen.some(({ value }) => value === null);
          return {
            ...{
              command: `CONFIG GET ${LOCKS.join(' ')}`,
              value: isSilent ? null : seen.map(({ value }, i) => `${LOCKS[i]} ${value}`).join(', '),
            },
            objection: seen.find(({ objection }) => objection !== undefined)?.objection,
          };
        },
        'locked',
      ),
  },
  {
    ...{ checkId: 'cfg.modules', area: 'configuration', rank: 'high', title: 'Only known modules are loaded' },
    shows: 'No foreign code runs inside a node.',
    fix: 'take the modules named out of the configuration of the node, or name them in ALLOWED_MODULES',
    measure: (evidence) =>
      onNodes(
        evidence,
        ({ modules }) => {
          if (modules === null) return { command: 'MODULE LIST', value: null };
          const extra = outOfList(modules, evidence.policy.allowedModules);
          return {
            command: 'MODULE LIST',
            value: modules.join(', ') || 'none',
            objection: extra.length > 0 ? `not allowed: ${extra.join(', ')}` : undefined,
          };
        },
        'none beyond the list',
      ),
  },
  {
    ...{ checkId: 'cfg.functions', area: 'configuration', rank: 'medium', title: 'Only known functions are stored' },
    shows: 'No stored code was left on a node.',
    fix: 'FUNCTION DELETE <library> on a master, or name it in ALLOWED_FUNCTIONS',
    measure: (evidence) =>
      onNodes(
        evidence,
        ({ functions }) => {
          if (functions === null) return { command: 'FUNCTION LIST', value: null };
          const extra = outOfList(functions, evidence.policy.allowedFunctions);
          return {
            command: 'FUNCTION LIST',
            value: functions.join(', ') || 'none',
            objection: extra.length > 0 ? `not declared: ${extra.join(', ')}` : undefined,
          };
        },
        'none beyond the list',
      ),
  },
  {
    ...{ checkId: 'cfg.baseline', area: 'configuration', rank: 'high', title: 'All nodes have the same settings' },
    shows: 'No node was set up or changed apart from the others.',
    fix: 'compare CONFIG GET * of the nodes named with the others and set it right',
    measure: baseline,
  },
  {
    ...{ checkId: 'cfg.version', area: 'configuration', rank: 'high', title: 'Nodes run a version that is maintained' },
    shows: 'Published faults that attackers use are mended.',
    fix: 'update the nodes named, replicas first; bring the list up to date with MINIMUM_VERSIONS; where a distribution mends the version under its number, name it in VOUCHED_VERSIONS',
    measure: (evidence) =>
      onNodes(
        evidence,
        ({ info }) => {
          const { minimumVersions: minimum, vouchedVersions: vouched } = evidence.policy;
          const { status, text } = judgeVersion(info, { minimum, vouched, nowMs: evidence.nowMs });
          return {
            ...{ command: 'INFO server', value: text },
            objection: status === 'fail' ? text : undefined,
            whyNot: status === 'not-measured' ? text : undefined,
          };
        },
        'maintained',
      ),
  },
  {
    ...{ checkId: 'cfg.pod-hardening', area: 'configuration', rank: 'high', title: 'Pods run restricted, by digest' },
    shows: 'Containers have no rights beyond their work, and run what was built.',
    fix: 'use the security context and the digests of the chart',
    measure: (evidence) => {
      const found = ofPosture(evidence, 'cfg.pod-hardening');
      return found.summary.startsWith('acl-manager does not')
        ? notMeasured('there is no Kubernetes API to ask')
        : found;
    },
  },
  {
    ...{ checkId: 'cfg.log-redaction', area: 'configuration', rank: 'low', title: 'Logs of nodes hold no user data' },
    shows: 'Keys and values do not leak into the logs of a node.',
    fix: 'hide-user-data-from-log yes, where the server has it',
    measure: (evidence) => onNodes(evidence, (node) => setting(node, 'hide-user-data-from-log', 'yes'), 'hidden'),
  },
  {
    ...{ checkId: 'cfg.eviction', area: 'configuration', rank: 'high', title: 'Streams are never evicted' },
    shows: 'A full node refuses new events and does not drop stored ones.',
    fix: 'maxmemory below what the machine has, maxmemory-policy noeviction',
    measure: (evidence) =>
      onNodes(
        evidence,
        ({ settings }) => {
          const [limit, policy] = [settings.get('maxmemory'), settings.get('maxmemory-policy')];
          const value = limit === undefined || policy === undefined ? null : `maxmemory ${limit}, ${policy}`;
          const noLimit = limit === '0' ? 'no maxmemory' : undefined;
          const objection =
            value === null ? undefined : policy === 'noeviction' ? noLimit : `maxmemory-policy is ${policy}`;
          return { command: 'CONFIG GET maxmemory maxmemory-policy', value, objection };
        },
        'limit and noeviction',
      ),
  },
];

/** What most nodes have is what is meant; a node that has something else, or lacks it, is set up apart. */
function baseline(evidence: Evidence) {
  const texts = new Map(evidence.nodes.map((node) => [node, baselineOf(node)]));
  const names = new Set([...texts.values()].flatMap((settings) => [...settings.keys()]));
  const usual = new Map(
    [...names].map((name) => [name, mostFrequent([...texts.values()].map((one) => one.get(name)))]),
  );
  return onNodes(
    evidence,
    (node) => {
      const own = texts.get(node) ?? new Map<string, string>();
      const odd = [...names].filter((name) => own.get(name) !== usual.get(name));
      // Names alone: which settings hold secrets differs between servers.
      const more = odd.length > 5 ? ` and ${odd.length - 5} more` : '';
      return {
        command: 'CONFIG GET *',
        value: own.size === 0 ? null : `${own.size} settings compared, ${odd.length} unlike those of most nodes`,
        objection: odd.length > 0 ? `unlike most nodes: ${odd.slice(0, 5).join(', ')}${more}` : undefined,
      };
    },
    'equal on all nodes',
  );
}

function baselineOf({ settings }: NodeEvidence): Map<string, string> {
  return new Map([...settings].filter(([name]) => !VOLATILE.test(name)));
}
