/** The explorer page around GraphiQL. @param url gives the address of one of its files */
export const explorerPage = (url: (file: string) => string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>STMS Gateway: explorer</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${url('graphiql.css')}">
    <link rel="stylesheet" href="${url('explorer.css')}">
  </head>
  <body>
    <div id="explorer">The explorer needs JavaScript.</div>
    <script src="${url('react.js')}"></script>
    <script src="${url('react-dom.js')}"></script>
    <script src="${url('graphiql.js')}"></script>
    <script src="${url('explorer.js')}"></script>
  </body>
</html>
`;

export const EXPLORER_CSS = `
body { margin: 0 }
#explorer { height: 100dvh }
`;

/** What is typed may hold a password or a token: kept for the tab (a reload loses nothing), gone when it is closed. */
export const EXPLORER_JS = `
const signIn = \`# The banner of npm start shows the demo logins. The token is what other operations need, see the next tab.
mutation SignIn {
  login(input: { email: "", password: "" }) {
    token
    expiresAt
    user { name role }
  }
}
\`;
const today = \`# Under Headers, below: { "Authorization": "Bearer <token>" }
query Today {
  todayLectures { title startsAt location trainer { name } }
}
\`;
ReactDOM.createRoot(document.getElementById('explorer')).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: '/graphql', enableIncrementalDelivery: false }),
    storage: window.sessionStorage,
    shouldPersistHeaders: true,
    defaultEditorToolsVisibility: 'headers',
    defaultTabs: [{ query: signIn }, { query: today }],
  }),
);
`;
