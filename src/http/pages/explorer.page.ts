import type { DemoLogin } from '../../shared/demo';
import type { HtmlPage } from './page';
import { signInForm } from './sign-in';

/** GraphiQL, from the gateway's own files. @param logins demo accounts to sign in with */
export const explorerPage = (logins: readonly DemoLogin[]): HtmlPage => ({
  url: '/explorer',
  title: 'Explorer',
  styles: ['graphiql.css', 'pages.css', 'sign-in.css', 'explorer.css'],
  scripts: ['react.js', 'react-dom.js', 'graphiql.js', 'session.js', 'explorer-examples.js', 'explorer.js'],
  body: `${signInForm(logins)}
    <div id="explorer">The explorer needs JavaScript.</div>`,
});

/** Apollo Sandbox. Its files come from Apollo's servers, and their script sees everything that is typed on the page. */
export const apolloPage = (): HtmlPage => ({
  url: '/explorer',
  title: 'Explorer',
  styles: ['pages.css', 'apollo.css'],
  scripts: ['apollo.js'],
  body: '    <div id="sandbox"><p>Apollo Sandbox is loaded from Apollo’s servers. EXPLORER=local needs none.</p></div>',
  foreign: {
    script: 'https://embeddable-sandbox.cdn.apollographql.com/v2/embeddable-sandbox.umd.production.min.js',
    frames: 'https://sandbox.embed.apollographql.com',
  },
});
