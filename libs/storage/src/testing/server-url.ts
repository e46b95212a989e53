/** URL of the PostgreSQL that the `int` stage has started. */
export function testServerUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error('TEST_DATABASE_URL is not set: run this file in the int project');
  return url;
}
