import { loadEnv } from '@redoubt/config';
import { dbWriterConfig, dbWriterEnv } from './config.ts';

const needed = { REDIS_NODES: '127.0.0.1:7000', DATABASE_URL: 'postgres://u:p@127.0.0.1/redoubt' };

describe('db-writer environment', () => {
  test('two addresses are enough', () => {
    const config = dbWriterConfig(loadEnv(dbWriterEnv, needed));
    expect(config.consumer.workerId).toMatch(/^db-writer-/);
    expect(config.consumer.trim.expectedGroups).toEqual(['db_writer']);
    expect(config.commit).toEqual({ maxEvents: 5_000, lingerMs: 40, maxQueuedEvents: 192_000 });
  });

  test('groups are checked', () => {
    const env = { ...needed, EXPECTED_GROUPS: 'db_writer, siem_forwarder:a' };
    expect(dbWriterConfig(loadEnv(dbWriterEnv, env)).consumer.trim.expectedGroups).toHaveLength(2);
    expect(() => loadEnv(dbWriterEnv, { ...needed, EXPECTED_GROUPS: 'processors' })).toThrow('EXPECTED_GROUPS');
  });

  test('all bad keys are named together, without values', () => {
    const load = () => loadEnv(dbWriterEnv, { DATABASE_URL: 'mysql://u:secret@h/x', COMMIT_EVENTS: '0' });
    expect(load).toThrow(/REDIS_NODES[\s\S]*DATABASE_URL[\s\S]*COMMIT_EVENTS/);
    expect(load).not.toThrow('secret');
  });
});
