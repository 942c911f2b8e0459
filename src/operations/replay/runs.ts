import { TransientMap } from '../../platform/transient';

/** To be called when the run has ended; again, it does nothing. @param made null if nothing was recorded */
export type EndRun<Made> = (made: Made | null) => void;

/**
 * The runs in progress that replace an outdated response, by the name that the replay cache gives them. Readers who come after a
 * change all at once find the same response outdated and the same new values: one of them runs the operation, the others wait.
 */
export class Runs<Made> {
  private readonly running = new TransientMap<string, Promise<Made | null>>();

  /** What the run will have recorded; undefined if there is no such run. It is never rejected. */
  of(name: string): Promise<Made | null> | undefined {
    return this.running.get(name);
  }

  begin(name: string): EndRun<Made> {
    let resolve: EndRun<Made> = () => undefined;
    const run = new Promise<Made | null>((settle) => (resolve = settle));
    this.running.set(name, run);
    return (made) => {
      if (this.running.get(name) === run) this.running.delete(name);
      resolve(made);
    };
  }
}
