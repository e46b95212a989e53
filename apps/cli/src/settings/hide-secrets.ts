const HIDDEN = '********';

/** A setting as it may be shown: passwords and keys hidden, what tells one from another kept. */
export function hideSecret(name: string, value: string): string {
  if (name.endsWith('_FILE')) return value;
  if (name === 'DATABASE_URL') return hidePassword(value);
  if (name === 'REDOUBT_API_KEY') return /^rk_[0-9A-Za-z]+_/.exec(value)?.[0].concat(HIDDEN) ?? HIDDEN;
  return /PASSWORD|SECRET|TOKEN|KEY$/.test(name) ? HIDDEN : value;
}

function hidePassword(url: string): string {
  try {
    const parsed = new URL(url);
    if (parsed.password !== '') parsed.password = HIDDEN;
    for (const name of [...parsed.searchParams.keys()]) {
      if (/password|key|secret/i.test(name)) parsed.searchParams.set(name, HIDDEN);
    }
    return parsed.href;
  } catch {
    return HIDDEN;
  }
}
