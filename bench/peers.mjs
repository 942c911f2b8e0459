import { installPackages } from '../scripts/install-packages.mjs';

/** The packages of the peers, which the gateway itself does not need. */
export const installPeers = () => installPackages(import.meta.dirname, 'the servers to compare with');
