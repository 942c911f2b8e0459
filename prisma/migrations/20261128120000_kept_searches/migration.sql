-- How many rows match a frequent search, as it is known once somebody has counted them: `matches`, and the lines of
-- `search_changes` that match. So `matches` is the number at that time without the lines of that time. Where in the list they
-- were, in order: place n has `rows`[n] of them, and the names from `first_names`[n] to `last_names`[n].
CREATE TABLE "kept_searches" (
    "list" TEXT NOT NULL,
    "term" TEXT COLLATE "C" NOT NULL,
    "matches" BIGINT NOT NULL,
    "first_names" TEXT[] COLLATE "C" NOT NULL,
    "last_names" TEXT[] COLLATE "C" NOT NULL,
    "rows" INTEGER[] NOT NULL,
    CONSTRAINT "kept_searches_pkey" PRIMARY KEY ("list", "term")
);

-- What has changed of the lists since their kept searches were counted: `change` is positive for rows that came and negative
-- for rows that went. A line without a text stands for unknown changes: what is kept of its list no longer counts. Writers only ever
-- add lines, whether or not something is kept, so they wait neither for one another nor for readers.
CREATE TABLE "search_changes" (
    "id" BIGSERIAL NOT NULL,
    "list" TEXT NOT NULL,
    "change" INTEGER NOT NULL,
    "name" TEXT COLLATE "C",
    "search_text" TEXT,
    CONSTRAINT "search_changes_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "search_changes_list_idx" ON "search_changes" ("list");

-- A statement that changes many rows adds one line without a text: to count again is cheaper than to compare that many.
CREATE FUNCTION "note_search_changes"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "search_changes" ("list", "change", "name", "search_text")
            SELECT TG_TABLE_NAME, 1, "name", "search_text" FROM "added" WHERE (SELECT count(*) FROM "added") < 1000
            UNION ALL SELECT TG_TABLE_NAME, 0, NULL, NULL FROM "added" HAVING count(*) >= 1000;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO "search_changes" ("list", "change", "name", "search_text")
            SELECT TG_TABLE_NAME, -1, "name", "search_text" FROM "removed" WHERE (SELECT count(*) FROM "removed") < 1000
            UNION ALL SELECT TG_TABLE_NAME, 0, NULL, NULL FROM "removed" HAVING count(*) >= 1000;
    ELSIF TG_OP = 'UPDATE' THEN
        WITH "changes" AS MATERIALIZED (
            SELECT sum("change") AS "change", "name", "search_text"
            FROM (SELECT 1 AS "change", "name", "search_text" FROM "added"
                UNION ALL SELECT -1, "name", "search_text" FROM "removed") AS "both"
            GROUP BY "name", "search_text" HAVING sum("change") <> 0
        )
        INSERT INTO "search_changes" ("list", "change", "name", "search_text")
            SELECT TG_TABLE_NAME, "change", "name", "search_text" FROM "changes" WHERE (SELECT count(*) FROM "changes") < 1000
            UNION ALL SELECT TG_TABLE_NAME, 0, NULL, NULL FROM "changes" HAVING count(*) >= 1000;
    ELSE
        INSERT INTO "search_changes" ("list", "change") VALUES (TG_TABLE_NAME, 0);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER "students_search_added" AFTER INSERT ON "students" REFERENCING NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "note_search_changes"();
CREATE TRIGGER "students_search_removed" AFTER DELETE ON "students" REFERENCING OLD TABLE AS "removed"
    FOR EACH STATEMENT EXECUTE FUNCTION "note_search_changes"();
CREATE TRIGGER "students_search_changed" AFTER UPDATE ON "students" REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "note_search_changes"();
CREATE TRIGGER "students_search_truncated" AFTER TRUNCATE ON "students" EXECUTE FUNCTION "note_search_changes"();

CREATE TRIGGER "trainers_search_added" AFTER INSERT ON "trainers" REFERENCING NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "note_search_changes"();
CREATE TRIGGER "trainers_search_removed" AFTER DELETE ON "trainers" REFERENCING OLD TABLE AS "removed"
    FOR EACH STATEMENT EXECUTE FUNCTION "note_search_changes"();
CREATE TRIGGER "trainers_search_changed" AFTER UPDATE ON "trainers" REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "note_search_changes"();
CREATE TRIGGER "trainers_search_truncated" AFTER TRUNCATE ON "trainers" EXECUTE FUNCTION "note_search_changes"();
