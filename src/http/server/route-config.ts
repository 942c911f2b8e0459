declare module 'fastify' {
  /** What the server has to know about a route. */
  interface FastifyContextConfig {
    /** The route is answered even under overload. */
    isForOperators?: boolean;
    /** The response ends when the client leaves, so its duration has no meaning. */
    isEndless?: boolean;
  }
}

export const FOR_OPERATORS = { config: { isForOperators: true } };
