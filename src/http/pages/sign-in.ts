import type { DemoLogin } from '../../shared/demo';

/** The form that browser/session.js uses. @param logins demo accounts to sign in with */
export function signInForm(logins: readonly DemoLogin[]): string {
  const suggested = logins.find(({ isSuggested }) => isSuggested);
  return `    <aside aria-label="Session">
    <form id="sign-in">
${logins.length > 0 ? choiceOf(logins) : ''}      <label>E-mail <input name="email" type="email" autocomplete="username" required value="${suggested?.email ?? ''}"></label>
      <label>Password <input name="password" type="password" autocomplete="current-password" required value="${suggested?.password ?? ''}"></label>
      <button>Sign in</button>
      <p role="alert"></p>
    </form>
    <div id="signed-in" hidden>
      <span></span>
      <button type="button">Sign out</button>
    </div>
    </aside>`;
}

const choiceOf = (logins: readonly DemoLogin[]) => `      <label>Demo login <select name="demo">
${logins
  .map(
    ({ role, email, password, isSuggested }) =>
      `        <option value="${email}" data-password="${password}"${isSuggested ? ' selected' : ''}>${role.toLowerCase()}</option>`,
  )
  .join('\n')}
      </select></label>
`;
