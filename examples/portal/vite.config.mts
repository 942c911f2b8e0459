import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The gateway that /graphql is passed on to, so that the browser meets one origin only and no CORS is needed. */
const gateway = process.env['GATEWAY_URL'] ?? 'http://localhost:4000';

/**
 * Tokens lie where scripts can read them (docs/client-kit.md): no script runs here but the portal's own. Only in what is
 * built; the development server puts a script of its own into the page.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const policy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
      injectTo: 'head-prepend',
    },
  ],
};

export default defineConfig({
  plugins: [react(), policy],
  server: { port: 5173, strictPort: true, proxy: { '/graphql': { target: gateway } } },
  preview: { port: 5173, strictPort: true, proxy: { '/graphql': { target: gateway } } },
  build: { target: 'es2022' },
});
