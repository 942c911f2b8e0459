/** What the browser keeps. Where it keeps nothing (its user forbade that), the portal works until the page is left. */
export interface Stored {
  read(key: string): string | null;
  /** null removes it. */
  write(key: string, value: string | null): void;
}

/** For this tab: gone when it is closed. */
export const tabStorage: Stored = stored(() => window.sessionStorage);
/** For this browser, whoever uses it. */
export const browserStorage: Stored = stored(() => window.localStorage);

function stored(storage: () => Storage): Stored {
  const inMemory = new Map<string, string>();
  return {
    read(key) {
      try {
        return storage().getItem(key);
      } catch {
        return inMemory.get(key) ?? null;
      }
    },
    write(key, value) {
      try {
        if (value === null) storage().removeItem(key);
        else storage().setItem(key, value);
      } catch {
        if (value === null) inMemory.delete(key);
        else inMemory.set(key, value);
      }
    },
  };
}
