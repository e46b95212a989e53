import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { cpuSecondsOfTree } from '../measure/process-cpu.ts';
import { buffer as collect } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';

const CHUNK_ROWS = 5_000;
const COLUMNS =
  'org_id, event_time, received_at, event_id, event_type, severity, source_ip, destination_ip, ' +
  '"user", asset, action, outcome, external_id, is_future, message, payload';

/** What PostgreSQL needs for rows that stand ready in its binary form. */
export interface CopyBaseline {
  /** CPU of PostgreSQL, µs per row. */
  serverUs: number;
  /** CPU of this process, µs per row. */
  clientUs: number;
  /** One connection, nothing else running. */
  rowsPerSecond: number;
}

/**
 * Copies rows of the run once more, into an empty table with the same columns and indexes: 5,000 rows in each
 * transaction, made by PostgreSQL itself, with no checkpoint and nothing else around.
 */
export async function copyBaseline(url: string, postgresPid: number, chunks: number): Promise<CopyBaseline> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('CREATE TABLE copy_baseline (LIKE events INCLUDING DEFAULTS INCLUDING INDEXES)');
    const data: Buffer[] = [];
    for (let i = 0; i < chunks; i++) {
      const some = `SELECT ${COLUMNS} FROM events LIMIT ${CHUNK_ROWS} OFFSET ${i * CHUNK_ROWS}`;
      data.push(await collect(client.query(copyTo(`COPY (${some}) TO STDOUT (FORMAT binary)`))));
    }
    await copyIn(client, data[0] as Buffer);
    await client.query('TRUNCATE copy_baseline');
    return await measure(client, data, postgresPid);
  } finally {
    await client.query('DROP TABLE IF EXISTS copy_baseline');
    await client.end();
  }
}

async function measure(client: Client, data: readonly Buffer[], postgresPid: number): Promise<CopyBaseline> {
  const startedMs = performance.now();
  const server = cpuSecondsOfTree(postgresPid) ?? 0;
  const own = process.cpuUsage();
  for (const chunk of data) await copyIn(client, chunk);
  const { user, system } = process.cpuUsage(own);
  const rows = data.length * CHUNK_ROWS;
  return {
    serverUs: (((cpuSecondsOfTree(postgresPid) ?? 0) - server) * 1e6) / rows,
    clientUs: (user + system) / rows,
    rowsPerSecond: (rows * 1_000) / (performance.now() - startedMs),
  };
}

async function copyIn(client: Client, data: Buffer): Promise<void> {
  const stream = client.query(copyFrom(`COPY copy_baseline (${COLUMNS}) FROM STDIN (FORMAT binary)`));
  stream.end(data);
  await finished(stream);
}
