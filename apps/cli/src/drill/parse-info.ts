/** `name:value` lines of INFO and CLUSTER INFO. */
export function parseInfo(text: string): Map<string, string> {
  return new Map(
    text.split('\r\n').flatMap((line): [string, string][] => {
      const cut = line.indexOf(':');
      return cut <= 0 ? [] : [[line.slice(0, cut), line.slice(cut + 1)]];
    }),
  );
}
