import type { Json } from '../../platform/cache/source';
import { columnsOf, fieldsOf, time } from '../../platform/database/columns';
import type { NamePlace } from '../../platform/database/list-page';
import { foldCase, searchText } from '../../platform/database/search-text';
import type { Gender } from '../../shared/gender';

export interface StudentRecord {
  id: string;
  name: string;
  email: string;
  rollNo: string | null;
  branch: string;
  year: string | null;
  gender: Gender | null;
  /** YYYY-MM-DD. */
  dateOfBirth: string | null;
  bio: string | null;
  location: string | null;
  phone: string | null;
  organizationId: string | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A record as it is cached and shown. */
export type StudentEntity = Json<StudentRecord> & { role: 'STUDENT' };

/** Fields that are left out are empty. */
export type NewStudentRecord = Pick<StudentRecord, 'id' | 'name' | 'email' | 'branch'> &
  Partial<Omit<StudentRecord, 'createdAt' | 'updatedAt'>>;

export interface StudentFilter {
  /** Part of the name, e-mail address or roll number; case does not matter. */
  search?: string;
  /** The whole branch, as it is written. */
  branch?: string;
  /** The whole year, as it is written. */
  year?: string;
  /** Enrolled in this course. */
  courseId?: string;
  /** With `courseId`: nobody unless this trainer gives the course. */
  courseTrainerId?: string;
  /** Members of this organization. */
  organizationId?: string;
}

export interface StudentPageQuery extends StudentFilter {
  first: number;
  /** The last record of the previous page. */
  after?: NamePlace;
}

/** Undefined fields stay as they are. */
export type StudentChanges = Partial<Omit<StudentRecord, 'id' | 'email' | 'createdAt' | 'updatedAt'>>;

export const STUDENT_COLUMNS = columnsOf<StudentEntity>(
  {
    id: 'id',
    name: 'name',
    email: 'email',
    rollNo: 'roll_no',
    branch: 'branch',
    year: 'year',
    gender: 'gender::text',
    dateOfBirth: { selected: "to_char(date_of_birth, 'YYYY-MM-DD')", inJson: 'date_of_birth' },
    bio: 'bio',
    location: 'location',
    phone: 'phone',
    organizationId: 'organization_id',
    createdAt: time('created_at'),
    updatedAt: time('updated_at'),
  },
  { role: 'STUDENT' },
);

/** What Prisma selects. */
export const STUDENT_FIELDS = fieldsOf<StudentRecord>(STUDENT_COLUMNS);

/** Prisma returns a day as midnight UTC. */
export const selected = (row: Omit<StudentRecord, 'dateOfBirth'> & { dateOfBirth: Date | null }): StudentRecord => ({
  ...row,
  dateOfBirth: row.dateOfBirth && row.dateOfBirth.toISOString().slice(0, 10),
});

export const studentSearchText = ({ name, email, rollNo }: Pick<NewStudentRecord, 'name' | 'email' | 'rollNo'>) =>
  searchText(name, email, ...(rollNo ? [rollNo] : []));

/** A new record as Prisma takes it. */
export const rowOf = ({ dateOfBirth, rollNo, ...student }: NewStudentRecord) => ({
  ...student,
  rollNo,
  rollNoKey: rollNo && foldCase(rollNo),
  dateOfBirth: dateOfBirth && new Date(dateOfBirth),
  searchText: studentSearchText({ ...student, rollNo }),
});
