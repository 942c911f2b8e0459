import { Tokens } from '../../access/token';
import { defineFeature } from '../../shared/feature';
import { account } from '../account/account.feature';
import { audit } from '../audit/audit.feature';
import { DeviceTokens } from './device-token';
import { OwnSessions } from './own-sessions.service';
import { PasswordChange } from './password-change.service';
import { Registration } from './registration.service';
import { SessionResolver } from './session.resolver';
import { SignIn } from './sign-in.service';

/** Signing in and out, the sessions of a user, and the password that opens them. */
export const session = defineFeature({
  name: 'session',
  uses: { account, audit },
  resolvers: [SessionResolver],
  create({ config, redis, sessions, writer, cache }, { account, audit }) {
    const { repository, profiles, roles, currentPassword } = account;
    const tokens = new Tokens(config.jwt.secret, config.jwt.previousSecret);
    const devices = new DeviceTokens(config.jwt.secret, config.jwt.previousSecret);
    const signIn = new SignIn(repository, profiles, redis, sessions, tokens, devices, audit.log);
    const passwords = new PasswordChange(repository, roles, sessions, currentPassword, writer, signIn);
    const resolver = new SessionResolver(signIn, new OwnSessions(sessions, cache), passwords);
    return { tokens, devices, registration: new Registration(repository, writer, signIn), resolvers: [resolver] };
  },
});
