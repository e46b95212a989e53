import type { OrgId } from '@redoubt/contracts';
import { createSecretBox } from '@redoubt/encryption';
import { relayOutbox, saveChannel } from '@redoubt/rulebook';
import type { RecordedMail } from '@redoubt/notifications/testing';
import type { Platform } from '../../bench/platform.ts';
import type { Attack } from './attacks.ts';

/** Tells each alert of an organisation by itself and at once. */
export async function mailAlerts({ control }: Platform, orgId: OrgId, secretKey: string): Promise<void> {
  await saveChannel(
    control.database,
    orgId,
    {
      ...{ type: 'email', name: 'mail', to: ['soc@example.org'] },
      group: { by: ['alertId'], waitSeconds: 0, intervalSeconds: 1, repeatSeconds: 0 },
    },
    { actor: 'chaos', secretBox: createSecretBox([secretKey]) },
  );
  const { failed } = await relayOutbox(control, { orgId });
  if (failed[0]) throw failed[0].error;
}

/** Attacks of which no mail tells. */
export function unmailed(attacks: readonly Attack[], mails: readonly RecordedMail[]): readonly Attack[] {
  const told = new Set(mails.flatMap(({ raw }) => textOf(raw).match(/\d+\.\d+\.\d+\.\d+/g) ?? []));
  return attacks.filter(({ sourceIp }) => !told.has(sourceIp));
}

/** Undoes what parts words: soft line breaks of quoted-printable, and base64. */
function textOf(raw: string): string {
  const decoded = raw.replaceAll(/(?<=base64\r\n(?:[^\r\n]+\r\n)*\r\n)[A-Za-z0-9+/=\r\n]+/g, (text) =>
    Buffer.from(text, 'base64').toString('utf8'),
  );
  return decoded.replaceAll('=\r\n', '');
}
