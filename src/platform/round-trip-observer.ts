/** Called after each wait for a server behind the gateway. @param begun `performance.now()` at its start */
export type RoundTripObserver = (begun: number, failed: boolean) => void;
