/** What the bench hands to the servers that it compares with the gateway. */
export const redisSocket = process.env.REDIS_SOCKET;
export const databaseUrl = process.env.DATABASE_URL;
export const jwtSecret = process.env.JWT_SECRET;
/** The name this server's own keys begin with. */
export const name = process.env.SERVER_NAME;

/** Announces a server that listens on a free port of its own. */
export const announce = (port) => process.stdout.write(`${JSON.stringify({ msg: 'listening', port })}\n`);
