const PRINTABLE_ASCII = /^[!-~]*$/;

/** Whether a URL is ASCII whose percent-encoded bytes are UTF-8. In others, parameters would be misread. */
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
