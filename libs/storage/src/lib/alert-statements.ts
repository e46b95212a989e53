/** Columns by name with the type in which a JSON record brings them; `@` marks epoch seconds. */
type Columns = Record<string, string>;

const SUBJECT: Columns = { source_ip: 'inet', '"user"': 'text', asset: 'text' };
const TIMES: Columns = { first_seen: '@', last_seen: '@', created_at: '@', updated_at: '@' };
const HEAD: Columns = { severity: 'smallint', status: 'text', title: 'text', ...SUBJECT, ...TIMES };

const ALERT: Columns = {
  rule_id: 'text',
  ...HEAD,
  count: 'bigint',
  risk_score: 'float8',
  assignee: 'text',
  disposition: 'text',
  incident_id: 'uuid',
  suppressed_by: 'uuid',
  inhibited_by: 'uuid',
  version: 'bigint',
  doc: 'jsonb',
};
const INCIDENT: Columns = {
  kind: 'text',
  ...HEAD,
  alert_count: 'bigint',
  risk_score: 'float8',
  assignee: 'text',
  version: 'bigint',
  doc: 'jsonb',
};
const CHANGE: Columns = {
  version: 'bigint',
  change: 'text',
  at: '@',
  status: 'text',
  severity: 'smallint',
  actor: 'text',
  note: 'text',
  command_id: 'uuid',
};

/** Writes states, one JSON record each and at most one per key; an older version changes nothing. */
export const UPSERT_ALERTS = upsert('alerts', 'alert_id', ALERT);
export const UPSERT_INCIDENTS = upsert('incidents', 'incident_id', INCIDENT);
/** Writes history rows; one that is there already stays as it is. */
export const ADD_ALERT_HISTORY = addHistory('alert_history', { alert_id: 'uuid', count: 'bigint' });
export const ADD_INCIDENT_HISTORY = addHistory('incident_history', { incident_id: 'uuid', alert_count: 'bigint' });

function upsert(table: string, id: string, columns: Columns): string {
  const names = Object.keys(columns);
  // Sorted, so that an owner and a zombie lock rows in one order.
  return `${insert(`${table} AS held`, { org_id: 'uuid', [id]: 'uuid', ...columns })} ORDER BY org_id, ${id}
    ON CONFLICT (org_id, ${id}) DO UPDATE SET (${names.join(', ')}) = (${names.map((name) => `excluded.${name}`).join(', ')})
    WHERE excluded.version > held.version`;
}

function addHistory(table: string, about: Columns): string {
  return `${insert(table, { org_id: 'uuid', record_id: 'text', ...about, ...CHANGE })} ON CONFLICT DO NOTHING`;
}

function insert(into: string, columns: Columns): string {
  const entries = Object.entries(columns);
  const selected = entries.map(([name, type]) => (type === '@' ? `to_timestamp(${name})` : name));
  const read = entries.map(([name, type]) => `${name} ${type === '@' ? 'float8' : type}`);
  return `INSERT INTO ${into} (${Object.keys(columns).join(', ')})
    SELECT ${selected.join(', ')} FROM jsonb_to_recordset($1::jsonb) AS given (${read.join(', ')})`;
}
