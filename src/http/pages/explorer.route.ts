import type { FastifyInstance } from 'fastify';
import type { Explorer } from '../../config/config';
import type { DemoLogin } from '../../shared/demo';
import { apolloPage, explorerPage } from './explorer.page';
import { registerPage, type Links } from './page';
import { referencePage } from './reference.page';

export interface ExplorerParts {
  explorer: Explorer;
  logins: readonly DemoLogin[];
  links: Links;
}

/**
 * GET /explorer and /api/docs with all their files, and GET /, which redirects there. Without an explorer, / lists the URLs
 * of the transports.
 */
export function registerExplorer(app: FastifyInstance, { explorer, logins, links }: ExplorerParts): void {
  if (explorer === 'off') {
    app.get('/', async () => ({
      name: 'STMS Gateway',
      graphql: '/graphql',
      rest: '/api/openapi.json',
      health: '/health',
    }));
    return;
  }
  app.get('/', (_request, reply) => reply.redirect('/explorer'));
  registerPage(app, explorer === 'local' ? explorerPage(logins) : apolloPage(), links);
  registerPage(app, referencePage(logins), links);
}

/** The available pages, for the links between them. */
export const linksTo = (explorer: Explorer, hasStatus: boolean): Links => [
  ...(explorer === 'off'
    ? []
    : [
        { url: '/explorer', text: 'Explorer' },
        { url: '/api/docs', text: 'REST reference' },
      ]),
  ...(hasStatus ? [{ url: '/status', text: 'Status' }] : []),
];
