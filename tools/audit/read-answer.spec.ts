import { readAnswer } from './read-answer.ts';

it('reads a report', () => {
  const report = { auditReportVersion: 2, vulnerabilities: {} };
  expect(readAnswer(JSON.stringify({ ...report, metadata: {} }))).toEqual({ report });
});

it.each([
  ['', 'no JSON'],
  ['{"message":"405 Method Not Allowed","statusCode":405}', '405 Method Not Allowed'],
  ['{"auditReportVersion":3,"vulnerabilities":{}}', 'a form that is not known'],
  ['{"auditReportVersion":2}', 'a form that is not known'],
  ['null', 'a form that is not known'],
])('says why there is none in %j', (stdout, why) => {
  expect(readAnswer(stdout)).toEqual({ why: expect.stringContaining(why) });
});
