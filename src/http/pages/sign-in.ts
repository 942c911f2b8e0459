import { DEMO_LOGINS } from '../../features/demo/demo-logins';

/** The demo trainer may try most. */
const FIRST = DEMO_LOGINS[1];

/** What browser/session.js works with. @param isDemo whether the demo accounts are there to be tried */
export const signInForm = (isDemo: boolean): string => `    <aside aria-label="Session">
    <form id="sign-in">
${isDemo ? demoLogins() : ''}      <label>E-mail <input name="email" type="email" autocomplete="username" required value="${isDemo ? FIRST.email : ''}"></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" required value="${isDemo ? FIRST.password : ''}"></label>
      <button>Sign in</button>
      <p role="alert"></p>
    </form>
    <div id="signed-in" hidden>
      <span></span>
      <button type="button">Sign out</button>
    </div>
    </aside>`;

const demoLogins = () => `      <label>Demo login <select name="demo">
${DEMO_LOGINS.map(
  ({ role, email, password }) =>
    `        <option value="${email}" data-password="${password}"${role === FIRST.role ? ' selected' : ''}>${role.toLowerCase()}</option>`,
).join('\n')}
      </select></label>
`;
