/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A new course. */
export type CreateCourseInput = {
  /** How many credits it is worth, 0 to 1,000. Default: 0. */
  credits?: number | null | undefined;
  /** What it is about, at most 5,000 characters. */
  description: string;
  /** The code that students enroll with, 4 to 64 characters. Case does not matter. If absent, one is made. */
  enrollmentCode?: string | null | undefined;
  /** The organization it belongs to. */
  organizationId?: string | null | undefined;
  /** When it takes place, in 1 to 200 characters. */
  schedule?: string | null | undefined;
  /** What it is called, 1 to 200 characters. */
  title: string;
  /** Who gives it. Administrators must say so. */
  trainerId?: string | null | undefined;
};

/** A person’s gender. */
export type Gender =
  /** Female. */
  | 'FEMALE'
  /** Male. */
  | 'MALE'
  /** Neither, or not stated. */
  | 'OTHER';

/** The role of an account, which determines its permissions. */
export type Role =
  /** Manages accounts, organizations, courses and lectures, and reads everything. */
  | 'ADMIN'
  /** Reads trainers, courses and lectures, and their own record. Enrolls in courses. */
  | 'STUDENT'
  /** Reads students, trainers, courses and lectures. Gives courses and lectures, and changes their own. */
  | 'TRAINER';

/** Changes to a course. Absent fields stay; null clears schedule and organization. */
export type UpdateCourseInput = {
  /** How many credits it is worth, 0 to 1,000. */
  credits?: number | null | undefined;
  /** What it is about, at most 5,000 characters. */
  description?: string | null | undefined;
  /** The code that students enroll with, 4 to 64 characters. */
  enrollmentCode?: string | null | undefined;
  /** The organization it belongs to. */
  organizationId?: string | null | undefined;
  /** When it takes place, in 1 to 200 characters. */
  schedule?: string | null | undefined;
  /** What it is called, 1 to 200 characters. */
  title?: string | null | undefined;
  /** Who gives it from now on. Administrators change it. */
  trainerId?: string | null | undefined;
};

export type CreateCourseMutationVariables = Exact<{
  input: CreateCourseInput;
}>;


export type CreateCourseMutation = { createCourse: { id: string, title: string, description: string, credits: number, schedule: string | null, enrollmentCode: string | null, createdAt: string, updatedAt: string, trainer: { id: string }, organization: { id: string } | null, students: { nodes: Array<{ id: string }> } | null } };

export type UpdateCourseMutationVariables = Exact<{
  id: string;
  input: UpdateCourseInput;
}>;


export type UpdateCourseMutation = { updateCourse: { id: string, title: string, description: string, credits: number, schedule: string | null, enrollmentCode: string | null, createdAt: string, updatedAt: string, trainer: { id: string }, organization: { id: string } | null, students: { nodes: Array<{ id: string }> } | null } };

export type DeleteCourseMutationVariables = Exact<{
  id: string;
}>;


export type DeleteCourseMutation = { deleteCourse: boolean };

export type EnrollMutationVariables = Exact<{
  code: string;
}>;


export type EnrollMutation = { enroll: { id: string, title: string, description: string, credits: number, schedule: string | null, enrollmentCode: string | null, createdAt: string, updatedAt: string, trainer: { id: string }, organization: { id: string } | null, students: { nodes: Array<{ id: string }> } | null } };

export type CourseByIdQueryVariables = Exact<{
  id: string;
}>;


export type CourseByIdQuery = { course: { id: string, title: string, description: string, credits: number, schedule: string | null, enrollmentCode: string | null, createdAt: string, updatedAt: string, trainer: { id: string, name: string, email: string }, organization: { id: string } | null, students: { nodes: Array<{ id: string, name: string, email: string }> } | null } | null };

export type CoursesOfTrainerQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type CoursesOfTrainerQuery = { me:
    | { __typename: 'Admin' }
    | { __typename: 'Student' }
    | { __typename: 'Trainer', courses: { totalCount: number, nodes: Array<{ id: string, title: string, description: string, credits: number, schedule: string | null, enrollmentCode: string | null, createdAt: string, updatedAt: string, trainer: { id: string }, organization: { id: string } | null, students: { nodes: Array<{ id: string }> } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
   };

export type MyCoursesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type MyCoursesQuery = { courses: { totalCount: number, nodes: Array<{ id: string, title: string, description: string, credits: number, schedule: string | null, enrollmentCode: string | null, createdAt: string, updatedAt: string, trainer: { id: string, name: string, email: string }, organization: { id: string, name: string } | null, students: { nodes: Array<{ id: string }> } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CourseFragment = { id: string, title: string, description: string, credits: number, schedule: string | null, enrollmentCode: string | null, createdAt: string, updatedAt: string, trainer: { id: string }, organization: { id: string } | null, students: { nodes: Array<{ id: string }> } | null };

export type MyCourseFragment = { id: string, title: string, description: string, credits: number, schedule: string | null, enrollmentCode: string | null, createdAt: string, updatedAt: string, trainer: { id: string, name: string, email: string }, organization: { id: string, name: string } | null, students: { nodes: Array<{ id: string }> } | null };

export type CourseWithPeopleFragment = { id: string, title: string, description: string, credits: number, schedule: string | null, enrollmentCode: string | null, createdAt: string, updatedAt: string, trainer: { id: string, name: string, email: string }, organization: { id: string } | null, students: { nodes: Array<{ id: string, name: string, email: string }> } | null };

export type CoursePersonFragment = { id: string, name: string, email: string };

export type CourseStudentFragment = { id: string, name: string, email: string };

export type CourseOrganizationFragment = { id: string, name: string };

export type TrainerDetailsQueryVariables = Exact<{
  id: string;
}>;


export type TrainerDetailsQuery = { trainer: { id: string, name: string, email: string, role: Role, expertise: string | null, gender: Gender | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, courses: { nodes: Array<{ id: string, title: string, description: string, credits: number, schedule: string | null, enrollmentCode: string | null, createdAt: string, updatedAt: string, trainer: { id: string }, organization: { id: string } | null, students: { nodes: Array<{ id: string }> } | null }> }, organization: { id: string } | null } | null };

export type DetailedTrainerFragment = { id: string, name: string, email: string, role: Role, expertise: string | null, gender: Gender | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const CourseFragmentDoc = new TypedDocumentString(`
    fragment Course on Course {
  id
  title
  description
  credits
  schedule
  enrollmentCode
  createdAt
  updatedAt
  trainer {
    id
  }
  organization {
    id
  }
  students(first: null) {
    nodes {
      id
    }
  }
}
    `, {"fragmentName":"Course"}) as unknown as TypedDocumentString<CourseFragment, unknown>;
export const CoursePersonFragmentDoc = new TypedDocumentString(`
    fragment CoursePerson on Trainer {
  id
  name
  email
}
    `, {"fragmentName":"CoursePerson"}) as unknown as TypedDocumentString<CoursePersonFragment, unknown>;
export const CourseOrganizationFragmentDoc = new TypedDocumentString(`
    fragment CourseOrganization on Organization {
  id
  name
}
    `, {"fragmentName":"CourseOrganization"}) as unknown as TypedDocumentString<CourseOrganizationFragment, unknown>;
export const MyCourseFragmentDoc = new TypedDocumentString(`
    fragment MyCourse on Course {
  id
  title
  description
  credits
  schedule
  enrollmentCode
  createdAt
  updatedAt
  trainer {
    ...CoursePerson
  }
  organization {
    ...CourseOrganization
  }
  students(first: null) {
    nodes {
      id
    }
  }
}
    fragment CoursePerson on Trainer {
  id
  name
  email
}
fragment CourseOrganization on Organization {
  id
  name
}`, {"fragmentName":"MyCourse"}) as unknown as TypedDocumentString<MyCourseFragment, unknown>;
export const CourseStudentFragmentDoc = new TypedDocumentString(`
    fragment CourseStudent on Student {
  id
  name
  email
}
    `, {"fragmentName":"CourseStudent"}) as unknown as TypedDocumentString<CourseStudentFragment, unknown>;
export const CourseWithPeopleFragmentDoc = new TypedDocumentString(`
    fragment CourseWithPeople on Course {
  id
  title
  description
  credits
  schedule
  enrollmentCode
  createdAt
  updatedAt
  trainer {
    ...CoursePerson
  }
  organization {
    id
  }
  students(first: null) {
    nodes {
      ...CourseStudent
    }
  }
}
    fragment CoursePerson on Trainer {
  id
  name
  email
}
fragment CourseStudent on Student {
  id
  name
  email
}`, {"fragmentName":"CourseWithPeople"}) as unknown as TypedDocumentString<CourseWithPeopleFragment, unknown>;
export const DetailedTrainerFragmentDoc = new TypedDocumentString(`
    fragment DetailedTrainer on Trainer {
  id
  name
  email
  role
  expertise
  gender
  bio
  location
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}
    `, {"fragmentName":"DetailedTrainer"}) as unknown as TypedDocumentString<DetailedTrainerFragment, unknown>;
export const CreateCourseDocument = new TypedDocumentString(`
    mutation CreateCourse($input: CreateCourseInput!) {
  createCourse(input: $input) {
    ...Course
  }
}
    fragment Course on Course {
  id
  title
  description
  credits
  schedule
  enrollmentCode
  createdAt
  updatedAt
  trainer {
    id
  }
  organization {
    id
  }
  students(first: null) {
    nodes {
      id
    }
  }
}`) as unknown as TypedDocumentString<CreateCourseMutation, CreateCourseMutationVariables>;
export const UpdateCourseDocument = new TypedDocumentString(`
    mutation UpdateCourse($id: ID!, $input: UpdateCourseInput!) {
  updateCourse(id: $id, input: $input) {
    ...Course
  }
}
    fragment Course on Course {
  id
  title
  description
  credits
  schedule
  enrollmentCode
  createdAt
  updatedAt
  trainer {
    id
  }
  organization {
    id
  }
  students(first: null) {
    nodes {
      id
    }
  }
}`) as unknown as TypedDocumentString<UpdateCourseMutation, UpdateCourseMutationVariables>;
export const DeleteCourseDocument = new TypedDocumentString(`
    mutation DeleteCourse($id: ID!) {
  deleteCourse(id: $id)
}
    `) as unknown as TypedDocumentString<DeleteCourseMutation, DeleteCourseMutationVariables>;
export const EnrollDocument = new TypedDocumentString(`
    mutation Enroll($code: String!) {
  enroll(code: $code) {
    ...Course
  }
}
    fragment Course on Course {
  id
  title
  description
  credits
  schedule
  enrollmentCode
  createdAt
  updatedAt
  trainer {
    id
  }
  organization {
    id
  }
  students(first: null) {
    nodes {
      id
    }
  }
}`) as unknown as TypedDocumentString<EnrollMutation, EnrollMutationVariables>;
export const CourseByIdDocument = new TypedDocumentString(`
    query CourseById($id: ID!) {
  course(id: $id) {
    ...CourseWithPeople
  }
}
    fragment CourseWithPeople on Course {
  id
  title
  description
  credits
  schedule
  enrollmentCode
  createdAt
  updatedAt
  trainer {
    ...CoursePerson
  }
  organization {
    id
  }
  students(first: null) {
    nodes {
      ...CourseStudent
    }
  }
}
fragment CoursePerson on Trainer {
  id
  name
  email
}
fragment CourseStudent on Student {
  id
  name
  email
}`) as unknown as TypedDocumentString<CourseByIdQuery, CourseByIdQueryVariables>;
export const CoursesOfTrainerDocument = new TypedDocumentString(`
    query CoursesOfTrainer($first: Int, $after: String) {
  me {
    __typename
    ... on Trainer {
      courses(first: $first, after: $after) {
        totalCount
        nodes {
          ...Course
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
}
    fragment Course on Course {
  id
  title
  description
  credits
  schedule
  enrollmentCode
  createdAt
  updatedAt
  trainer {
    id
  }
  organization {
    id
  }
  students(first: null) {
    nodes {
      id
    }
  }
}`) as unknown as TypedDocumentString<CoursesOfTrainerQuery, CoursesOfTrainerQueryVariables>;
export const MyCoursesDocument = new TypedDocumentString(`
    query MyCourses($first: Int, $after: String) {
  courses(first: $first, after: $after, mine: true) {
    totalCount
    nodes {
      ...MyCourse
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment MyCourse on Course {
  id
  title
  description
  credits
  schedule
  enrollmentCode
  createdAt
  updatedAt
  trainer {
    ...CoursePerson
  }
  organization {
    ...CourseOrganization
  }
  students(first: null) {
    nodes {
      id
    }
  }
}
fragment CoursePerson on Trainer {
  id
  name
  email
}
fragment CourseOrganization on Organization {
  id
  name
}`) as unknown as TypedDocumentString<MyCoursesQuery, MyCoursesQueryVariables>;
export const TrainerDetailsDocument = new TypedDocumentString(`
    query TrainerDetails($id: ID!) {
  trainer(id: $id) {
    ...DetailedTrainer
    courses(first: null) {
      nodes {
        ...Course
      }
    }
  }
}
    fragment Course on Course {
  id
  title
  description
  credits
  schedule
  enrollmentCode
  createdAt
  updatedAt
  trainer {
    id
  }
  organization {
    id
  }
  students(first: null) {
    nodes {
      id
    }
  }
}
fragment DetailedTrainer on Trainer {
  id
  name
  email
  role
  expertise
  gender
  bio
  location
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}`) as unknown as TypedDocumentString<TrainerDetailsQuery, TrainerDetailsQueryVariables>;