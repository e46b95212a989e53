/** Characters without which none of the patterns below can match. */
const SUSPICIOUS = /['"<;(]|%2[27e8]|%3[bc]|\.\.|union|select|\/etc\/|%00/i;

const patterns: readonly (readonly [string, RegExp])[] = [
  [
    'sql_injection_attempt',
    /\bunion\b[\s\S]{0,40}\bselect\b|['"]\s*(?:or|and)\s+['"\d(]|;\s*(?:drop|insert|update|delete)\s|\b(?:sleep|benchmark|pg_sleep|extractvalue)\s*\(|information_schema|['"]\s*--/i,
  ],
  ['path_traversal_attempt', /(?:^|[\\/=])\.\.(?:[\\/]|$)|\/etc\/(?:passwd|shadow)|%00/i],
  ['xss_attempt', /<\s*(?:script|img|svg|iframe)\b|\bjavascript:|\bon(?:error|load)\s*=/i],
];

/**
 * Names the attack that a request's URL spells out, or undefined. A first sorting for the event type, not a detection
 * rule: rules see the whole URL and decide.
 */
export function webAttackOf(url: string): string | undefined {
  if (!SUSPICIOUS.test(url)) return undefined;
  const plain = decoded(decoded(url)).replace(/\+|\/\*[\s\S]{0,64}?\*\//g, ' ');
  return patterns.find(([, expression]) => expression.test(plain))?.[0];
}

// Senders' URLs are not always well-formed: each escape is decoded on its own, twice over for double encoding.
function decoded(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
