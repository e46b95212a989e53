import {
  APP_NAMES,
  appRole,
  appTrace,
  DANGEROUS_COMMANDS,
  hasTrace,
  PRESETS,
  SYSTEM_ROLES,
  type Grant,
  type Role,
} from '@redoubt/acl';
import { FOREIGN_KEYS } from '@redoubt/key-schema';
import { codeList, markdownTable } from './markdown-table.ts';

/** Renders `docs/reference/acl-roles.md` from the roles of libs/acl. */
export function renderAclRolesPage(): string {
  const apps = APP_NAMES.filter(hasTrace).map((app) => appSection(appRole(app), Object.keys(appTrace(app).scripts)));
  return `${[
    intro,
    '## Users of services',
    ...apps,
    '## Users of the platform itself',
    ...Object.values(SYSTEM_ROLES).map((role) => section(role)),
    '## Presets',
    presets,
    ...Object.values(PRESETS).map((role) => section(role)),
    refusals(),
    costs,
  ].join('\n\n')}\n`;
}

function appSection(role: Role, scripts: readonly string[]): string {
  return `${section(role)}\n\nRuns the scripts ${codeList(scripts)}.`;
}

function section(role: Role): string {
  const rows = [role.root, ...role.selectors].map(row);
  const head = ['commands', 'keys', 'channels'];
  return `### \`${role.name}\`\n\n${sentence(role.description)}\n\n${markdownTable(head, rows)}`;
}

function sentence(text: string): string {
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

const accessNames = { R: ' (read)', W: ' (write)', RW: '' } as const;

function row({ commands, keys, channels }: Grant): string[] {
  const places = keys.map(({ pattern, access }) => `\`${short(pattern)}\`${accessNames[access]}`);
  return [codeList(commands), places.length === 0 ? '–' : places.join(', '), codeList(channels.map(short))];
}

/** The glob of an organisation's id takes 36 characters in each pattern; here it is `U`. */
function short(pattern: string): string {
  return pattern.replace('????????-????-4???-[89ab]???-????????????', 'U');
}

function refusals(): string {
  const dangerous = codeList(DANGEROUS_COMMANDS.map((sample) => sample.join(' ')));
  return `## What every service is refused

${dangerous}, unless a row above names it; and each command it has, on keys such as ${codeList(FOREIGN_KEYS)}.

A spec asks a server with \`ACL DRYRUN\`: of each service, everything in its trace is allowed and all of this is refused; and without any single command, key or channel of its role something of its trace is refused, so that no role holds more than its service needs.`;
}

const intro = `# Redis users

Generated from \`libs/acl\` by \`npm run docs\`; do not edit.

What a service may do is made of a trace of what its integration specs did (\`libs/acl/src/traces\`), of all that its libraries may do in its name (\`libs/acl/src/lib/library-parts.ts\`: dead letters of every lane, groups that have to be made again, slots that move), of the commands that its scripts name, and of the key schema. Each row stands alone: a command passes when one row allows it with all its keys. The first row of a service holds the keys of its scripts, which Redis wants readable and writable, with nothing but the commands that run scripts; what a script does inside is checked against the other rows. \`U\` stands for \`????????-????-4???-[89ab]???-????????????\`, the form of an organisation's id: \`*\` there would let \`{org:a}:evil:{org:…}\` through. \`(read)\` and \`(write)\` are \`%R~\` and \`%W~\`.

Rules separate services, not organisations: a service may touch the keys of its kind of every organisation, and keeping organisations apart is the key builders' work. Rules cannot limit arguments: who may \`XADD\` may pass \`MAXLEN 0\`, which is why events are durable in PostgreSQL and trims are watched.`;

const presets = `For set-ups without generated roles, under the names of the requirements. The rules given there do not work: \`+info … -@dangerous\` takes INFO away again and \`-@all\` at the end everything, \`+expires\` is no command and makes Redis refuse the whole user, \`~* +@read +@write -@dangerous\` lets a dashboard write every key and load functions while it cannot even \`PING\`.`;

const costs = `## What rights cost

A server judges each command by its user's rows, from the first on, and each command of a script once more. Against \`default\` with all rights, the same commands took this much processor time of the servers (median of nine interleaved pairs, lowest to highest in brackets; \`node tools/acl/measure-checks.ts\`, Redis 7.0.15, two cores shared with other work):

| load                                                                     | all rights      | generated role  | more                   |
| ------------------------------------------------------------------------ | --------------- | --------------- | ---------------------- |
| storing a frame of 20 events: one script, as \`ingest-gateway\`           | 110 (97 to 120) | 114 (100 to 124) | 3.4 µs (-8.6 to 14.0)  |
| \`HGETALL\` of an API key that is not there, as \`ingest-gateway\`         | 1.2 (1.1 to 1.5) | 1.6 (1.0 to 2.1) | 0.45 µs (-0.2 to 0.8)  |
| \`ZREVRANGE\` of a key that is not there, as \`dashboard\` (the most rows) | 1.9 (1.1 to 2.1) | 3.2 (2.5 to 3.8) | 1.45 µs (1.1 to 1.9)   |

An earlier run, with the machine busier, had 16.5 µs more for the frame. Either way it is less than a microsecond for each event that is stored.`;
