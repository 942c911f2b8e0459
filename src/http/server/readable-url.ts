const PRINTABLE_ASCII = /^[!-~]*$/;

/**
 * Whether a URL, as it was sent, is ASCII whose percent-encoded octets are UTF-8. In others, parameters would be read as text
 * that was never sent.
 */
export function isReadableUrl(url: string): boolean {
  if (!PRINTABLE_ASCII.test(url)) return false;
  if (!url.includes('%')) return true;
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}
