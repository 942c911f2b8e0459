/** GET, or HEAD, which is a GET whose response has no body (RFC 9110, 9.3.2). Both take the same path. */
export const isRead = ({ method }: { method?: string | undefined }): boolean => method === 'GET' || method === 'HEAD';
