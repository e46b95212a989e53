import { hasSetting, onEveryNode, pass, notMeasured, fail } from '../check.ts';
import type { CheckDefinition, Evidence, Verdict } from '../check.ts';
import { judgeVersion } from '../minimum-versions.ts';

const LOCKED = ['enable-debug-command', 'enable-module-command', 'enable-protected-configs'];

/** How servers are set up, and what they are. */
export const CONFIGURATION_CHECKS: readonly CheckDefinition[] = [
  {
    ...{ checkId: 'cfg.debug-off', area: 'configuration', rank: 'high' },
    title: 'Commands for debugging and modules are locked',
    fix: 'enable-debug-command no, enable-module-command no, enable-protected-configs no',
    measure: (evidence) =>
      onEveryNode(
        evidence,
        (one) => {
          const found = LOCKED.map((name) => hasSetting(one, name, 'no'));
          return found.find((text) => typeof text === 'string') ?? (found.includes(null) ? null : undefined);
        },
        'locked',
      ),
  },
  {
    ...{ checkId: 'cfg.modules', area: 'configuration', rank: 'high' },
    title: 'Servers run no module that nobody allowed',
    fix: 'take the modules named out of the configuration and restart, or name them in ALLOWED_MODULES',
    measure: (evidence) =>
      onEveryNode(
        evidence,
        ({ node }) => {
          const held = evidence.probes.modules?.get(node.address);
          if (held === undefined) return null;
          const foreign = held.filter((name) => !evidence.allowedModules.includes(name));
          return foreign.length === 0 ? undefined : `not allowed: ${foreign.join(', ')}`;
        },
        'none beside those allowed',
      ),
  },
  {
    ...{ checkId: 'cfg.version', area: 'configuration', rank: 'high' },
    title: 'Servers have the security fixes of their line',
    fix: 'update the nodes named, replicas first; bring the list up to date with MINIMUM_VERSIONS_FILE',
    measure: version,
  },
  {
    ...{ checkId: 'cfg.eviction', area: 'configuration', rank: 'high' },
    title: 'Streams are never evicted',
    fix: 'maxmemory below what the machine has, maxmemory-policy noeviction',
    measure: (evidence) =>
      onEveryNode(
        evidence,
        ({ settings }) => {
          const [limit, policy] = [settings.get('maxmemory'), settings.get('maxmemory-policy')];
          if (limit === undefined || policy === undefined) return null;
          if (policy !== 'noeviction') return `maxmemory-policy is ${policy}`;
          return limit === '0' ? 'no maxmemory' : undefined;
        },
        'limit and noeviction',
      ),
  },
];

/** One that is too old fails however old the list is; to pass, the list must be young as well. */
function version({ look, minimumVersions, nowMs }: Evidence): Verdict {
  if (look === undefined) return notMeasured('the nodes were not looked at lately');
  const rows = look.readings.map(({ node, info }) => ({
    address: node.address,
    ...judgeVersion(info, minimumVersions, nowMs),
  }));
  const texts = (status: Verdict['status']): string =>
    [...new Set(rows.filter((row) => row.status === status).map(({ text }) => text))].join('; ');
  const old = rows.filter(({ status }) => status === 'fail').map(({ address }) => address);
  if (old.length > 0) return fail(texts('fail'), old);
  if (rows.some(({ status }) => status === 'not_measured')) return notMeasured(texts('not_measured'));
  const silent = look.down.map(({ node }) => node.address);
  if (silent.length > 0) return notMeasured(`no answer from ${silent.join(', ')}`);
  return rows.length === 0 ? notMeasured('no node answered') : pass(`${texts('pass')} (${rows.length} nodes)`);
}
