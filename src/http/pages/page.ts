/**
 * Threats: a page holds its user's token, so only the gateway's own files may run in it. It has no remote script, no inline
 * script, no foreign frame around it, and sends no request to another origin. Only the listed files are served, and no path
 * of a request reaches the file system. One page loads a script of Apollo, if the operator turns it on.
 */
import type { FastifyInstance } from 'fastify';
import { FOR_OPERATORS } from '../server/route-config';
import { loadAsset } from './assets';

export interface HtmlPage {
  url: string;
  /** Begins with a capital. */
  title: string;
  /** Files, in the order in which they are loaded. */
  styles: readonly string[];
  scripts: readonly string[];
  /** HTML. */
  body: string;
  /** A foreign script that the page loads before its own, and the origin of the frames that this script opens. */
  foreign?: { script: string; frames: string };
}

/** Links to all pages, including the page itself. */
export type Links = readonly { url: string; text: string }[];

export function registerPage(app: FastifyInstance, page: HtmlPage, links: Links): void {
  const urls = (names: readonly string[]) => names.map((name) => registerAsset(app, name));
  const html = htmlOf(page, links, urls(page.styles), [
    ...(page.foreign ? [page.foreign.script] : []),
    ...urls(page.scripts),
  ]);
  const policy = policyOf(page.foreign);
  app.get(page.url, FOR_OPERATORS, (_request, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .header('referrer-policy', 'no-referrer')
      .header('cross-origin-opener-policy', 'same-origin')
      .header('cache-control', 'no-cache')
      .send(html),
  );
}

/** Pages share files. @returns its address */
function registerAsset(app: FastifyInstance, name: string): string {
  const { url, type, bytes } = loadAsset(name);
  if (!app.hasRoute({ method: 'GET', url })) {
    app.get(url, FOR_OPERATORS, (_request, reply) =>
      reply.header('content-type', type).header('cache-control', 'public, max-age=31536000, immutable').send(bytes),
    );
  }
  return url;
}

const policyOf = (foreign: HtmlPage['foreign']): string =>
  [
    "default-src 'none'",
    `script-src 'self'${foreign ? ` ${new URL(foreign.script).origin}` : ''}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    ...(foreign ? [`frame-src ${foreign.frames}`] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

function htmlOf(
  { url, title, body }: HtmlPage,
  links: Links,
  styles: readonly string[],
  scripts: readonly string[],
): string {
  const link = (to: Links[number]) =>
    `        <a href="${to.url}"${to.url === url ? ' aria-current="page"' : ''}>${to.text}</a>`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta name="color-scheme" content="light dark">
    <title>STMS Gateway: ${title}</title>
    <link rel="icon" href="data:,">
${styles.map((address) => `    <link rel="stylesheet" href="${address}">`).join('\n')}
  </head>
  <body>
    <header>
      <h1>STMS Gateway: ${title}</h1>
      <nav aria-label="Pages">
${links.map(link).join('\n')}
      </nav>
    </header>
${body}
${scripts.map((address) => `    <script src="${address}"></script>`).join('\n')}
  </body>
</html>
`;
}
