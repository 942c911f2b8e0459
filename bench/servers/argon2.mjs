import { verify } from 'argon2';
import { serveVerifications } from './verify-password.mjs';

serveVerifications(verify);
