import { redisText } from '../../messages/redis.ts';
import { DownloadMenu } from '../../ui/download-menu.tsx';

const addressOf = (format: 'csv' | 'json') => () => `/api/v1/security/report?format=${format}`;

/** The posture as a file, for whoever has to prove it. */
export function ReportMenu() {
  return (
    <DownloadMenu
      label={redisText.report}
      files={[
        { label: redisText.reportCsv, address: addressOf('csv') },
        { label: redisText.reportJson, address: addressOf('json') },
      ]}
      note={redisText.reportNote}
    />
  );
}
