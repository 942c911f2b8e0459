-- Keeps the counts of a list by item: the arguments are the list, and the SQL expression of a row's item. Rows whose item
-- is null do not count. One line for each item that a statement changed.
CREATE FUNCTION "count_by"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    "changes" text[] := '{}';
BEGIN
    IF TG_OP <> 'DELETE' THEN
        "changes" := "changes" || format('SELECT (%s)::text AS "item", 1 AS "change" FROM "added"', TG_ARGV[1]);
    END IF;
    IF TG_OP <> 'INSERT' THEN
        "changes" := "changes" || format('SELECT (%s)::text AS "item", -1 AS "change" FROM "removed"', TG_ARGV[1]);
    END IF;
    EXECUTE format(
        'INSERT INTO "row_counts" ("list", "item", "rows")
            SELECT %L, "item", sum("change") FROM (%s) AS "changes"
            WHERE "item" IS NOT NULL GROUP BY "item" HAVING sum("change") <> 0',
        TG_ARGV[0], array_to_string("changes", ' UNION ALL '));
    RETURN NULL;
END $$;

-- A table may be counted under names other than its own: the argument is such a name.
CREATE OR REPLACE FUNCTION "count_nothing"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "row_counts" WHERE "list" = coalesce(TG_ARGV[0], TG_TABLE_NAME);
    RETURN NULL;
END $$;

-- Codes are stored as they were written, and unique as they are compared: the gateway folds their case, because lower()
-- depends on the server's locale.
CREATE TABLE "organizations" (
    "id" UUID NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "description" TEXT,
    "code" TEXT NOT NULL,
    "code_key" TEXT COLLATE "C" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "organizations_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "organizations_name_length" CHECK (char_length("name") BETWEEN 1 AND 200),
    CONSTRAINT "organizations_description_length" CHECK (char_length("description") <= 5000),
    CONSTRAINT "organizations_code_length" CHECK (char_length("code") BETWEEN 4 AND 64)
);
CREATE UNIQUE INDEX "organizations_code_key_key" ON "organizations" ("code_key");
CREATE INDEX "organizations_name_id_idx" ON "organizations" ("name", "id");

ALTER TABLE "students" ADD COLUMN "organization_id" UUID;
ALTER TABLE "students" ADD CONSTRAINT "students_organization_id_fkey" FOREIGN KEY ("organization_id")
    REFERENCES "organizations" ("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "students_organization_id_name_id_idx" ON "students" ("organization_id", "name", "id");

ALTER TABLE "trainers" ADD COLUMN "organization_id" UUID;
ALTER TABLE "trainers" ADD CONSTRAINT "trainers_organization_id_fkey" FOREIGN KEY ("organization_id")
    REFERENCES "organizations" ("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "trainers_organization_id_name_id_idx" ON "trainers" ("organization_id", "name", "id");

ALTER TABLE "admins" ADD COLUMN "organization_id" UUID;
ALTER TABLE "admins" ADD CONSTRAINT "admins_organization_id_fkey" FOREIGN KEY ("organization_id")
    REFERENCES "organizations" ("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "admins_organization_id_name_id_idx" ON "admins" ("organization_id", "name", "id");

-- `search_text` is the folded title and the folded name of the trainer, with U+0001 between them.
CREATE TABLE "courses" (
    "id" UUID NOT NULL,
    "title" TEXT COLLATE "C" NOT NULL,
    "description" TEXT NOT NULL,
    "credits" INTEGER NOT NULL DEFAULT 0,
    "schedule" TEXT,
    "trainer_id" UUID NOT NULL,
    "organization_id" UUID,
    "enrollment_code" TEXT NOT NULL,
    "enrollment_code_key" TEXT COLLATE "C" NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "search_text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "courses_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "courses_title_length" CHECK (char_length("title") BETWEEN 1 AND 200),
    CONSTRAINT "courses_description_length" CHECK (char_length("description") <= 5000),
    CONSTRAINT "courses_credits_positive" CHECK ("credits" >= 0),
    CONSTRAINT "courses_schedule_length" CHECK (char_length("schedule") BETWEEN 1 AND 200),
    CONSTRAINT "courses_enrollment_code_length" CHECK (char_length("enrollment_code") BETWEEN 4 AND 64),
    CONSTRAINT "courses_trainer_id_fkey" FOREIGN KEY ("trainer_id")
        REFERENCES "trainers" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "courses_organization_id_fkey" FOREIGN KEY ("organization_id")
        REFERENCES "organizations" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "courses_enrollment_code_key_key" ON "courses" ("enrollment_code_key");
CREATE UNIQUE INDEX "courses_id_trainer_id_key" ON "courses" ("id", "trainer_id");
CREATE INDEX "courses_title_id_idx" ON "courses" ("title", "id");
CREATE INDEX "courses_trainer_id_title_id_idx" ON "courses" ("trainer_id", "title", "id");
CREATE INDEX "courses_organization_id_title_id_idx" ON "courses" ("organization_id", "title", "id");
CREATE INDEX "courses_grams_idx" ON "courses" USING GIN ("grams"("search_text"));
ALTER INDEX "courses_grams_idx" ALTER COLUMN 1 SET STATISTICS 0;

CREATE TABLE "enrollments" (
    "course_id" UUID NOT NULL,
    "student_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "enrollments_pkey" PRIMARY KEY ("course_id", "student_id"),
    CONSTRAINT "enrollments_course_id_fkey" FOREIGN KEY ("course_id")
        REFERENCES "courses" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "enrollments_student_id_fkey" FOREIGN KEY ("student_id")
        REFERENCES "students" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "enrollments_student_id_course_id_idx" ON "enrollments" ("student_id", "course_id");

-- The trainer of a course gives its lectures: the foreign key over both columns keeps that true when the course is
-- handed over.
CREATE TYPE "lecture_mode" AS ENUM ('VIRTUAL', 'OFFLINE');
ALTER TABLE "lectures"
    ADD COLUMN "course_id" UUID,
    ADD COLUMN "mode" "lecture_mode" NOT NULL DEFAULT 'OFFLINE',
    ADD COLUMN "room_id" TEXT COLLATE "C",
    ADD COLUMN "meeting_link" TEXT,
    ADD COLUMN "completed_at" TIMESTAMPTZ(3),
    ADD CONSTRAINT "lectures_room_id_length" CHECK (char_length("room_id") BETWEEN 1 AND 200),
    ADD CONSTRAINT "lectures_meeting_link_length" CHECK (char_length("meeting_link") BETWEEN 1 AND 2000),
    ADD CONSTRAINT "lectures_course_id_trainer_id_fkey" FOREIGN KEY ("course_id", "trainer_id")
        REFERENCES "courses" ("id", "trainer_id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "lectures_course_id_starts_at_id_idx" ON "lectures" ("course_id", "starts_at", "id");
CREATE INDEX "lectures_room_id_idx" ON "lectures" ("room_id");

-- Searches find courses by their trainer's name: a new name reaches the courses in the same transaction.
CREATE FUNCTION "rename_trainer_of_courses"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "courses" SET "search_text" =
        split_part("search_text", chr(1), 1) || chr(1) || split_part(NEW."search_text", chr(1), 1)
        WHERE "trainer_id" = NEW."id";
    RETURN NULL;
END $$;
CREATE TRIGGER "trainers_renamed" AFTER UPDATE OF "search_text" ON "trainers"
    FOR EACH ROW WHEN (split_part(OLD."search_text", chr(1), 1) <> split_part(NEW."search_text", chr(1), 1))
    EXECUTE FUNCTION "rename_trainer_of_courses"();

CREATE TRIGGER "organizations_added" AFTER INSERT ON "organizations" REFERENCING NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_rows"();
CREATE TRIGGER "organizations_removed" AFTER DELETE ON "organizations" REFERENCING OLD TABLE AS "removed"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_rows"();
CREATE TRIGGER "organizations_truncated" AFTER TRUNCATE ON "organizations" EXECUTE FUNCTION "count_nothing"();

CREATE TRIGGER "students_by_organization_added" AFTER INSERT ON "students" REFERENCING NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('organization_students', '"organization_id"');
CREATE TRIGGER "students_by_organization_removed" AFTER DELETE ON "students" REFERENCING OLD TABLE AS "removed"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('organization_students', '"organization_id"');
CREATE TRIGGER "students_by_organization_changed" AFTER UPDATE ON "students" REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('organization_students', '"organization_id"');
CREATE TRIGGER "students_by_organization_truncated" AFTER TRUNCATE ON "students" EXECUTE FUNCTION "count_nothing"('organization_students');

CREATE TRIGGER "trainers_by_organization_added" AFTER INSERT ON "trainers" REFERENCING NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('organization_trainers', '"organization_id"');
CREATE TRIGGER "trainers_by_organization_removed" AFTER DELETE ON "trainers" REFERENCING OLD TABLE AS "removed"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('organization_trainers', '"organization_id"');
CREATE TRIGGER "trainers_by_organization_changed" AFTER UPDATE ON "trainers" REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('organization_trainers', '"organization_id"');
CREATE TRIGGER "trainers_by_organization_truncated" AFTER TRUNCATE ON "trainers" EXECUTE FUNCTION "count_nothing"('organization_trainers');

CREATE TRIGGER "enrollments_by_course_added" AFTER INSERT ON "enrollments" REFERENCING NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('enrollments', '"course_id"');
CREATE TRIGGER "enrollments_by_course_removed" AFTER DELETE ON "enrollments" REFERENCING OLD TABLE AS "removed"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('enrollments', '"course_id"');
CREATE TRIGGER "enrollments_by_course_changed" AFTER UPDATE ON "enrollments" REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('enrollments', '"course_id"');
CREATE TRIGGER "enrollments_by_course_truncated" AFTER TRUNCATE ON "enrollments" EXECUTE FUNCTION "count_nothing"('enrollments');

CREATE TRIGGER "courses_by_all_added" AFTER INSERT ON "courses" REFERENCING NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('courses', 'CASE WHEN "archived_at" IS NULL THEN '''' ELSE ''archived'' END');
CREATE TRIGGER "courses_by_all_removed" AFTER DELETE ON "courses" REFERENCING OLD TABLE AS "removed"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('courses', 'CASE WHEN "archived_at" IS NULL THEN '''' ELSE ''archived'' END');
CREATE TRIGGER "courses_by_all_changed" AFTER UPDATE ON "courses" REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('courses', 'CASE WHEN "archived_at" IS NULL THEN '''' ELSE ''archived'' END');
CREATE TRIGGER "courses_by_all_truncated" AFTER TRUNCATE ON "courses" EXECUTE FUNCTION "count_nothing"('courses');

CREATE TRIGGER "courses_by_trainer_added" AFTER INSERT ON "courses" REFERENCING NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('courses', 'CASE WHEN "archived_at" IS NULL THEN ''trainer:'' || "trainer_id" END');
CREATE TRIGGER "courses_by_trainer_removed" AFTER DELETE ON "courses" REFERENCING OLD TABLE AS "removed"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('courses', 'CASE WHEN "archived_at" IS NULL THEN ''trainer:'' || "trainer_id" END');
CREATE TRIGGER "courses_by_trainer_changed" AFTER UPDATE ON "courses" REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('courses', 'CASE WHEN "archived_at" IS NULL THEN ''trainer:'' || "trainer_id" END');

CREATE TRIGGER "courses_by_organization_added" AFTER INSERT ON "courses" REFERENCING NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('courses', 'CASE WHEN "archived_at" IS NULL THEN ''organization:'' || "organization_id" END');
CREATE TRIGGER "courses_by_organization_removed" AFTER DELETE ON "courses" REFERENCING OLD TABLE AS "removed"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('courses', 'CASE WHEN "archived_at" IS NULL THEN ''organization:'' || "organization_id" END');
CREATE TRIGGER "courses_by_organization_changed" AFTER UPDATE ON "courses" REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('courses', 'CASE WHEN "archived_at" IS NULL THEN ''organization:'' || "organization_id" END');

CREATE TRIGGER "lectures_by_course_added" AFTER INSERT ON "lectures" REFERENCING NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('lectures', '''course:'' || "course_id"');
CREATE TRIGGER "lectures_by_course_removed" AFTER DELETE ON "lectures" REFERENCING OLD TABLE AS "removed"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('lectures', '''course:'' || "course_id"');
CREATE TRIGGER "lectures_by_course_changed" AFTER UPDATE ON "lectures" REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_by"('lectures', '''course:'' || "course_id"');

-- Archived courses are few; a list of them alone, and the lists without them.
CREATE INDEX "courses_archived_idx" ON "courses" ("title", "id") WHERE "archived_at" IS NOT NULL;
