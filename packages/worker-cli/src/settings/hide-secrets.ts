/** An address without its password; a user name alone stays. Whatever is no address is hidden as a whole. */
export function hideSecrets(address: string): string {
  if (!URL.canParse(address)) return '(hidden)';
  const url = new URL(address);
  if (url.password !== '') url.password = '***';
  for (const name of url.searchParams.keys()) {
    if (/password|secret|token/i.test(name)) url.searchParams.set(name, '***');
  }
  return url.href;
}
