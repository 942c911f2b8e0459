// The gateway's own library.
import { verify } from '@node-rs/argon2';
import { serveVerifications } from './verify-password.mjs';

serveVerifications(verify);
