import { testServerUrl } from '../testing/server-url.ts';
import { connectDatabase, type Database } from './database.ts';

let database: Database;

beforeAll(async () => {
  database = await connectDatabase({ url: testServerUrl(), poolMax: 1 });
});
afterAll(() => database.close());

it('a transaction that could not begin leaves its connection fit for the next one', async () => {
  const begun = database.transaction(() => Promise.resolve('begun'), { statementTimeoutMs: -5 });
  await expect(begun).rejects.toThrow('statement_timeout');
  expect(await database.transaction((session) => session.query('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
});
