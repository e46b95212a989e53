import { SCANNER_IPS, USERS, VISITOR_IPS, WEB_HOSTS } from '../cast.ts';
import { eventItem } from '../traffic-item.ts';
import type { Scene } from './scene.ts';

const PATHS = [
  '/',
  '/api/orders',
  '/api/orders/search',
  '/api/cart',
  '/login',
  '/account',
  '/static/app.js',
  '/health',
] as const;
const PROBES = [
  '/.env',
  '/wp-login.php',
  '/admin.php',
  '/api/orders?id=1%27%20OR%201=1--',
  '/../../etc/passwd',
] as const;
const BROWSERS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
] as const;

/** Requests to the web servers, now and then one that looks for a hole. */
export const web: Scene = (stage) => {
  const { random, timeMs } = stage;
  const host = random.pick(WEB_HOSTS);
  const isProbe = random.isTrue(0.04);
  const path = random.pick(isProbe ? PROBES : PATHS);
  const method = path.startsWith('/api/cart') ? 'POST' : 'GET';
  const status = isProbe ? random.pick([400, 403, 404]) : random.pick([200, 200, 200, 200, 204, 304, 404]);
  const isInjection = path.includes('%27');
  return eventItem(
    {
      id: stage.nextId(),
      eventType: isInjection ? 'sql_injection_attempt' : 'web_request',
      severity: isInjection ? 'high' : isProbe ? 'low' : 'informational',
      timestamp: new Date(timeMs).toISOString(),
      sourceIp: random.pick(isProbe ? SCANNER_IPS : VISITOR_IPS),
      destinationIp: host.ip,
      asset: host.name,
      action: 'request',
      outcome: status < 400 ? 'success' : 'failure',
      message: `${method} ${path} ${status}`,
      ...(status < 400 && random.isTrue(0.4) ? { user: random.pick(USERS) } : {}),
      payload: {
        method,
        path,
        status,
        bytes: random.integer(180, 48_000),
        durationMs: random.integer(1, 400),
        userAgent: isProbe ? 'python-requests/2.32' : random.pick(BROWSERS),
      },
    },
    timeMs,
  );
};
