-- A student's course is called branch from now on. The former version still writes `course`, this one writes `branch`;
-- a trigger keeps both the same until a later migration drops `course`.
CREATE TYPE "gender" AS ENUM ('FEMALE', 'MALE', 'OTHER');

ALTER TABLE "users" ADD COLUMN "notifications" JSONB;
CREATE INDEX "users_created_at_id_idx" ON "users" ("created_at", "id");

-- `roll_no_key` is the roll number as it is compared: the gateway folds its case, because lower() depends on the
-- server's locale.
ALTER TABLE "students"
    ADD COLUMN "branch" TEXT COLLATE "C",
    ADD COLUMN "roll_no" TEXT,
    ADD COLUMN "roll_no_key" TEXT COLLATE "C",
    ADD COLUMN "year" TEXT COLLATE "C",
    ADD COLUMN "gender" "gender",
    ADD COLUMN "date_of_birth" DATE,
    ADD COLUMN "bio" TEXT,
    ADD COLUMN "location" TEXT,
    ADD CONSTRAINT "students_branch_length" CHECK (char_length("branch") BETWEEN 1 AND 200),
    ADD CONSTRAINT "students_roll_no_length" CHECK (char_length("roll_no") BETWEEN 1 AND 32),
    ADD CONSTRAINT "students_roll_no_has_key" CHECK (("roll_no" IS NULL) = ("roll_no_key" IS NULL)),
    ADD CONSTRAINT "students_year_length" CHECK (char_length("year") BETWEEN 1 AND 32),
    ADD CONSTRAINT "students_bio_length" CHECK (char_length("bio") BETWEEN 1 AND 1000),
    ADD CONSTRAINT "students_location_length" CHECK (char_length("location") BETWEEN 1 AND 200),
    ALTER COLUMN "course" DROP NOT NULL;

CREATE FUNCTION "same_branch_and_course"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW."branch" := coalesce(NEW."branch", NEW."course");
    ELSIF NEW."branch" IS NOT DISTINCT FROM OLD."branch" AND NEW."course" IS DISTINCT FROM OLD."course" THEN
        NEW."branch" := NEW."course";
    END IF;
    NEW."course" := NEW."branch";
    RETURN NEW;
END $$;
CREATE TRIGGER "students_branch_is_course" BEFORE INSERT OR UPDATE OF "branch", "course" ON "students"
    FOR EACH ROW EXECUTE FUNCTION "same_branch_and_course"();

UPDATE "students" SET "branch" = "course";
ALTER TABLE "students" ALTER COLUMN "branch" SET NOT NULL;

CREATE UNIQUE INDEX "students_roll_no_key_key" ON "students" ("roll_no_key");
CREATE INDEX "students_branch_name_id_idx" ON "students" ("branch", "name", "id");
CREATE INDEX "students_year_name_id_idx" ON "students" ("year", "name", "id");

-- Lists of a branch are counted under the same items as those of a course were; lists of a year are a list of their own,
-- so that a year and a branch of one name are told apart.
CREATE FUNCTION "count_branches"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "row_counts" ("list", "item", "rows")
            SELECT TG_TABLE_NAME, "branch", count(*) FROM "added" GROUP BY "branch";
        INSERT INTO "row_counts" ("list", "item", "rows")
            SELECT 'students_by_year', "year", count(*) FROM "added" WHERE "year" IS NOT NULL GROUP BY "year";
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO "row_counts" ("list", "item", "rows")
            SELECT TG_TABLE_NAME, "branch", -count(*) FROM "removed" GROUP BY "branch";
        INSERT INTO "row_counts" ("list", "item", "rows")
            SELECT 'students_by_year', "year", -count(*) FROM "removed" WHERE "year" IS NOT NULL GROUP BY "year";
    ELSE
        INSERT INTO "row_counts" ("list", "item", "rows")
            SELECT TG_TABLE_NAME, "branch", sum("change")
            FROM (SELECT "branch", 1 AS "change" FROM "added" UNION ALL SELECT "branch", -1 FROM "removed") AS "changes"
            GROUP BY "branch" HAVING sum("change") <> 0;
        INSERT INTO "row_counts" ("list", "item", "rows")
            SELECT 'students_by_year', "year", sum("change")
            FROM (SELECT "year", 1 AS "change" FROM "added" UNION ALL SELECT "year", -1 FROM "removed") AS "changes"
            WHERE "year" IS NOT NULL GROUP BY "year" HAVING sum("change") <> 0;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION "count_no_years"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "row_counts" WHERE "list" = 'students_by_year';
    RETURN NULL;
END $$;

DROP TRIGGER "students_course_added" ON "students";
DROP TRIGGER "students_course_removed" ON "students";
DROP TRIGGER "students_course_changed" ON "students";
DROP FUNCTION "count_courses"();
CREATE TRIGGER "students_branch_added" AFTER INSERT ON "students" REFERENCING NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_branches"();
CREATE TRIGGER "students_branch_removed" AFTER DELETE ON "students" REFERENCING OLD TABLE AS "removed"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_branches"();
CREATE TRIGGER "students_branch_changed" AFTER UPDATE ON "students" REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_branches"();
CREATE TRIGGER "students_years_truncated" AFTER TRUNCATE ON "students" EXECUTE FUNCTION "count_no_years"();

ALTER TABLE "trainers"
    ADD COLUMN "gender" "gender",
    ADD COLUMN "bio" TEXT,
    ADD COLUMN "location" TEXT,
    ADD CONSTRAINT "trainers_bio_length" CHECK (char_length("bio") BETWEEN 1 AND 1000),
    ADD CONSTRAINT "trainers_location_length" CHECK (char_length("location") BETWEEN 1 AND 200),
    ALTER COLUMN "expertise" DROP NOT NULL;

-- The former version makes administrators without a search text. The gateway writes its own; what it has not written yet
-- is filled in here, near enough to be found.
ALTER TABLE "admins"
    ADD COLUMN "phone" TEXT,
    ADD COLUMN "bio" TEXT,
    ADD COLUMN "location" TEXT,
    ADD COLUMN "search_text" TEXT NOT NULL DEFAULT '',
    ADD CONSTRAINT "admins_phone_length" CHECK (char_length("phone") BETWEEN 1 AND 32),
    ADD CONSTRAINT "admins_bio_length" CHECK (char_length("bio") BETWEEN 1 AND 1000),
    ADD CONSTRAINT "admins_location_length" CHECK (char_length("location") BETWEEN 1 AND 200);

CREATE FUNCTION "admin_search_text"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."search_text" = '' OR TG_OP = 'UPDATE' AND NEW."search_text" = OLD."search_text"
        AND (NEW."name", NEW."email") IS DISTINCT FROM (OLD."name", OLD."email") THEN
        NEW."search_text" := lower(NEW."name") || E'\u0001' || NEW."email";
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "admins_search_text" BEFORE INSERT OR UPDATE ON "admins"
    FOR EACH ROW EXECUTE FUNCTION "admin_search_text"();
UPDATE "admins" SET "search_text" = '';

CREATE INDEX "admins_name_id_idx" ON "admins" ("name", "id");
CREATE INDEX "admins_grams_idx" ON "admins" USING GIN ("grams"("search_text"));
ALTER INDEX "admins_grams_idx" ALTER COLUMN 1 SET STATISTICS 0;

CREATE TRIGGER "admins_added" AFTER INSERT ON "admins" REFERENCING NEW TABLE AS "added"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_rows"();
CREATE TRIGGER "admins_removed" AFTER DELETE ON "admins" REFERENCING OLD TABLE AS "removed"
    FOR EACH STATEMENT EXECUTE FUNCTION "count_rows"();
CREATE TRIGGER "admins_truncated" AFTER TRUNCATE ON "admins" EXECUTE FUNCTION "count_nothing"();
INSERT INTO "row_counts" ("list", "item", "rows") SELECT 'admins', '', count(*) FROM "admins" HAVING count(*) > 0;
