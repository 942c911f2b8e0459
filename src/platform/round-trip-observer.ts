/** Told of each wait for a server behind the gateway, when it is over. @param begun `performance.now()` at its start */
export type RoundTripObserver = (begun: number, failed: boolean) => void;
