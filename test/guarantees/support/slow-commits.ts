import { Client } from 'pg';

const TABLES = ['courses', 'enrollments', 'lectures', 'students', 'trainers'];

export interface SlowCommits {
  /** Of commits that take long; as many, up to the half, take no longer than usual. */
  share: number;
  /** How long at most, and at least a third of it. */
  ms: number;
}

/**
 * Makes COMMIT slow: what a transaction has done stays unseen for some milliseconds, now and then for long, after
 * everything before COMMIT is over. So what happens between intent and COMMIT happens often.
 */
export async function slowCommits(client: Client, { share, ms }: SlowCommits): Promise<void> {
  await client.query(`
    CREATE FUNCTION commit_slowly() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE dice float := random(); BEGIN
      IF dice < ${share} THEN PERFORM pg_sleep(${ms / 3_000} * (1 + 2 * random()));
      ELSIF dice < 1 - ${share} THEN PERFORM pg_sleep(random() * 0.03);
      END IF;
      RETURN NULL;
    END $$`);
  for (const table of TABLES) {
    await client.query(`
      CREATE CONSTRAINT TRIGGER commit_slowly AFTER INSERT OR UPDATE OR DELETE ON ${table}
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION commit_slowly()`);
  }
}
