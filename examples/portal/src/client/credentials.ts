/** What the client sends to say who asks, and what answers tell of it. Where they are kept is the application's matter. */
export interface Credentials {
  /** The session's token; null while nobody is signed in. */
  token(): string | null;
  /** `X-Device-Token` of the last sign-in from here; null if there is none. */
  device(): string | null;
  /** Looks at the headers of every answer: `X-Device-Token` comes with a sign-in, `Date` tells the gateway's clock. */
  answered(headers: Headers): void;
}
