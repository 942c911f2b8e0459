-- All runs of three characters of a text, and the shorter ones at its end: every substring is in some gram, or begins one.
-- Not pg_trgm: that cannot find one or two letters, and under the locale "C" it sees ASCII only.
CREATE FUNCTION "grams"("body" text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_to_tsvector(ARRAY(SELECT substr("body", "place", 3) FROM generate_series(1, length("body")) AS "place"))
$$;

CREATE TYPE "role" AS ENUM ('STUDENT', 'TRAINER', 'ADMIN');

-- Lower case is checked for ASCII only: lower() of other letters depends on the server's locale. The gateway
-- normalises (trim, NFKC, lower case) before it writes or looks up.
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "users_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "users_email_normalised" CHECK ("email" = lower(btrim("email") COLLATE "C")),
    CONSTRAINT "users_email_length" CHECK (char_length("email") BETWEEN 1 AND 254)
);
CREATE UNIQUE INDEX "users_email_key" ON "users" ("email");
CREATE UNIQUE INDEX "users_id_email_role_key" ON "users" ("id", "email", "role");

-- Collation "C" orders names by code point, alike on every server, so that a cursor means the same everywhere.
CREATE TABLE "students" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "role" NOT NULL DEFAULT 'STUDENT',
    "name" TEXT COLLATE "C" NOT NULL,
    "course" TEXT COLLATE "C" NOT NULL,
    "phone" TEXT,
    "search_text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "students_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "students_role" CHECK ("role" = 'STUDENT'),
    CONSTRAINT "students_name_length" CHECK (char_length("name") BETWEEN 1 AND 200),
    CONSTRAINT "students_course_length" CHECK (char_length("course") BETWEEN 1 AND 200),
    CONSTRAINT "students_phone_length" CHECK (char_length("phone") BETWEEN 1 AND 32),
    CONSTRAINT "students_id_email_role_fkey" FOREIGN KEY ("id", "email", "role")
        REFERENCES "users" ("id", "email", "role") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "students_name_id_idx" ON "students" ("name", "id");
CREATE INDEX "students_course_name_id_idx" ON "students" ("course", "name", "id");
CREATE INDEX "students_grams_idx" ON "students" USING GIN ("grams"("search_text"));
-- Without statistics the planner always takes a search for a rare one, and so always the index: to filter a scan by
-- grams() would take a minute where the index takes a second even if every row matches.
ALTER INDEX "students_grams_idx" ALTER COLUMN 1 SET STATISTICS 0;

CREATE TABLE "trainers" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "role" NOT NULL DEFAULT 'TRAINER',
    "name" TEXT COLLATE "C" NOT NULL,
    "expertise" TEXT NOT NULL,
    "phone" TEXT,
    "search_text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "trainers_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "trainers_role" CHECK ("role" = 'TRAINER'),
    CONSTRAINT "trainers_name_length" CHECK (char_length("name") BETWEEN 1 AND 200),
    CONSTRAINT "trainers_expertise_length" CHECK (char_length("expertise") BETWEEN 1 AND 200),
    CONSTRAINT "trainers_phone_length" CHECK (char_length("phone") BETWEEN 1 AND 32),
    CONSTRAINT "trainers_id_email_role_fkey" FOREIGN KEY ("id", "email", "role")
        REFERENCES "users" ("id", "email", "role") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "trainers_name_id_idx" ON "trainers" ("name", "id");
CREATE INDEX "trainers_grams_idx" ON "trainers" USING GIN ("grams"("search_text"));
ALTER INDEX "trainers_grams_idx" ALTER COLUMN 1 SET STATISTICS 0;

CREATE TABLE "admins" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "role" NOT NULL DEFAULT 'ADMIN',
    "name" TEXT COLLATE "C" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "admins_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "admins_role" CHECK ("role" = 'ADMIN'),
    CONSTRAINT "admins_name_length" CHECK (char_length("name") BETWEEN 1 AND 200),
    CONSTRAINT "admins_id_email_role_fkey" FOREIGN KEY ("id", "email", "role")
        REFERENCES "users" ("id", "email", "role") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "lectures" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "location" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "trainer_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "lectures_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "lectures_title_length" CHECK (char_length("title") BETWEEN 1 AND 200),
    CONSTRAINT "lectures_description_length" CHECK (char_length("description") <= 5000),
    CONSTRAINT "lectures_location_length" CHECK (char_length("location") BETWEEN 1 AND 200),
    CONSTRAINT "lectures_ends_after_start" CHECK ("ends_at" > "starts_at"),
    CONSTRAINT "lectures_trainer_id_fkey" FOREIGN KEY ("trainer_id")
        REFERENCES "trainers" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "lectures_starts_at_id_idx" ON "lectures" ("starts_at", "id");
CREATE INDEX "lectures_trainer_id_starts_at_id_idx" ON "lectures" ("trainer_id", "starts_at", "id");

-- How many rows a list has is the sum of its lines here. Triggers only ever add lines, so writers never wait for one
-- another; an hourly job folds the lines. `item` is '' for the whole list, else the course.
CREATE TABLE "row_counts" (
    "id" BIGSERIAL NOT NULL,
    "list" TEXT NOT NULL,
    "item" TEXT COLLATE "C" NOT NULL,
    "rows" BIGINT NOT NULL,
    CONSTRAINT "row_counts_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "row_counts_list_item_rows_idx" ON "row_counts" ("list", "item", "rows");

-- One line for each statement, however many rows it touched.
CREATE FUNCTION "count_rows"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "row_counts" ("list", "item", "rows")
            SELECT TG_TABLE_NAME, '', count(*) FROM "added" HAVING count(*) > 0;
    ELSE
        INSERT INTO "row_counts" ("list", "item", "rows")
            SELECT TG_TABLE_NAME, '', -count(*) FROM "removed" HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION "count_courses"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "row_counts" ("list", "item", "rows")
            SELECT TG_TABLE_NAME, "course", count(*) FROM "added" GROUP BY "course";
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO "row_counts" ("list", "item", "rows")
            SELECT TG_TABLE_NAME, "course", -count(*) FROM "removed" GROUP BY "course";
    ELSE
        INSERT INTO "row_counts" ("list", "item", "rows")
            SELECT TG_TABLE_NAME, "course", sum("change")
            FROM (SELECT "course", 1 AS "change" FROM "added" UNION ALL SELECT "course", -1 FROM "removed") AS "changes"
            GROUP BY "course" HAVING sum("change") <> 0;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION "count_nothing"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "row_counts" WHERE "list" = TG_TABLE_NAME;
    RETURN NULL;
END $$;

CREATE TRIGGER "students_added" AFTER INSERT ON "students" REFERENCING NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_rows"();
CREATE TRIGGER "students_removed" AFTER DELETE ON "students" REFERENCING OLD TABLE AS "removed"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_rows"();
CREATE TRIGGER "students_truncated" AFTER TRUNCATE ON "students" EXECUTE FUNCTION "count_nothing"();
CREATE TRIGGER "students_course_added" AFTER INSERT ON "students" REFERENCING NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_courses"();
CREATE TRIGGER "students_course_removed" AFTER DELETE ON "students" REFERENCING OLD TABLE AS "removed"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_courses"();
CREATE TRIGGER "students_course_changed" AFTER UPDATE ON "students" REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_courses"();

CREATE TRIGGER "trainers_added" AFTER INSERT ON "trainers" REFERENCING NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_rows"();
CREATE TRIGGER "trainers_removed" AFTER DELETE ON "trainers" REFERENCING OLD TABLE AS "removed"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_rows"();
CREATE TRIGGER "trainers_truncated" AFTER TRUNCATE ON "trainers" EXECUTE FUNCTION "count_nothing"();

CREATE TRIGGER "lectures_added" AFTER INSERT ON "lectures" REFERENCING NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_rows"();
CREATE TRIGGER "lectures_removed" AFTER DELETE ON "lectures" REFERENCING OLD TABLE AS "removed"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_rows"();
CREATE TRIGGER "lectures_truncated" AFTER TRUNCATE ON "lectures" EXECUTE FUNCTION "count_nothing"();
