import { unmailed } from './mailed-alerts.ts';

test('an attack is told by a mail that holds its address as a whole', () => {
  const mail = (raw: string) => ({ from: '', to: [], raw });
  const attacks = ['203.0.113.1', '203.0.113.10', '203.0.113.2', '203.0.113.3'].map((sourceIp) => ({
    ...{ orgIndex: 0, sourceIp, ids: [] },
  }));
  const coded = Buffer.from('from 203.0.113.3').toString('base64');
  const mails = [
    mail('from 203.0.=\r\n113.10, root'),
    mail(`Content-Transfer-Encoding: base64\r\nX: y\r\n\r\n${coded}\r\n`),
  ];
  expect(unmailed(attacks, mails).map(({ sourceIp }) => sourceIp)).toEqual(['203.0.113.1', '203.0.113.2']);
});
