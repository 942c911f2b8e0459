/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A person’s gender. */
export type Gender =
  /** Female. */
  | 'FEMALE'
  /** Male. */
  | 'MALE'
  /** Neither, or not stated. */
  | 'OTHER';

/** The credentials of a sign-in. */
export type LoginInput = {
  /** E-mail address. */
  email: string;
  /** Password. */
  password: string;
};

/** A new trainer. */
export type RegisterTrainerInput = {
  /** E-mail address, at most 254 characters. Case does not matter. */
  email: string;
  /** What the trainer teaches, 1 to 200 characters. */
  expertise?: string | null | undefined;
  /** The gender. */
  gender?: Gender | null | undefined;
  /** Required where trainers register by invitation. */
  inviteCode?: string | null | undefined;
  /** Full name, 1 to 200 characters. */
  name: string;
  /** 8 to 128 characters. Common passwords and the user’s own name or e-mail address are refused. */
  password: string;
  /** Phone number, at most 32 characters. */
  phone?: string | null | undefined;
};

/** The role of an account, which determines its permissions. */
export type Role =
  /** Manages accounts, organizations, courses and lectures, and reads everything. */
  | 'ADMIN'
  /** Reads trainers, courses and lectures, and their own record. Enrolls in courses. */
  | 'STUDENT'
  /** Reads students, trainers, courses and lectures. Gives courses and lectures, and changes their own. */
  | 'TRAINER';

/** Changes to the signed-in user’s profile. Absent fields stay; null clears optional fields. */
export type UpdateProfileInput = {
  /** About the person, at most 1,000 characters. */
  bio?: string | null | undefined;
  /** The branch, 1 to 200 characters. Students only. */
  branch?: string | null | undefined;
  /** The present password. Required with a new one. */
  currentPassword?: string | null | undefined;
  /** The date of birth. Students only. */
  dateOfBirth?: string | null | undefined;
  /** The expertise, 1 to 200 characters. Trainers only. */
  expertise?: string | null | undefined;
  /** The gender. Students and trainers. */
  gender?: Gender | null | undefined;
  /** Where the person lives or works, 1 to 200 characters. */
  location?: string | null | undefined;
  /** Full name, 1 to 200 characters. */
  name?: string | null | undefined;
  /** A new password, with the present one. All other sessions of the user end. */
  password?: string | null | undefined;
  /** Phone number, at most 32 characters. */
  phone?: string | null | undefined;
  /** The year, at most 32 characters. Students only. */
  year?: string | null | undefined;
};

/** Changes to a user, by an administrator. Absent fields stay; null clears optional fields. A new password or e-mail address ends all sessions of the user, except that of the request. */
export type UpdateUserInput = {
  /** About the person, at most 1,000 characters. */
  bio?: string | null | undefined;
  /** The branch, 1 to 200 characters. Students only. */
  branch?: string | null | undefined;
  /** The date of birth. Students only. */
  dateOfBirth?: string | null | undefined;
  /** E-mail address, at most 254 characters. */
  email?: string | null | undefined;
  /** The expertise, 1 to 200 characters. Trainers only. */
  expertise?: string | null | undefined;
  /** The gender. Students and trainers. */
  gender?: Gender | null | undefined;
  /** Where the person lives or works, 1 to 200 characters. */
  location?: string | null | undefined;
  /** Full name, 1 to 200 characters. */
  name?: string | null | undefined;
  /** A new password, 8 to 128 characters. */
  password?: string | null | undefined;
  /** Phone number, at most 32 characters. */
  phone?: string | null | undefined;
  /** The roll number, at most 32 characters. No two students have the same. Students only. */
  rollNo?: string | null | undefined;
  /** The year, at most 32 characters. Students only. */
  year?: string | null | undefined;
};

export type RegisterTrainerMutationVariables = Exact<{
  input: RegisterTrainerInput;
}>;


export type RegisterTrainerMutation = { registered: { token: string, expiresAt: string, user:
      | { id: string, name: string, email: string, role: Role, expertise: string | null, gender: Gender | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string } | null }
      | Record<PropertyKey, never>
     } };

export type CreateTrainerMutationVariables = Exact<{
  input: RegisterTrainerInput;
}>;


export type CreateTrainerMutation = { created: { id: string, name: string, email: string, role: Role, expertise: string | null, gender: Gender | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string } | null } };

export type LoginTrainerMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginTrainerMutation = { login: { token: string, expiresAt: string, user:
      | { id: string, name: string, email: string, role: Role, expertise: string | null, gender: Gender | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, notificationSettings: { emailNotifications: boolean, smsNotifications: boolean, pushNotifications: boolean, marketingEmails: boolean, assignmentReminders: boolean, deadlineAlerts: boolean } | null, organization: { id: string } | null }
      | Record<PropertyKey, never>
     } };

export type TrainerByIdQueryVariables = Exact<{
  id: string;
}>;


export type TrainerByIdQuery = { person: { id: string, name: string, email: string, role: Role, expertise: string | null, gender: Gender | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string } | null } | null };

export type TrainerProfileQueryVariables = Exact<{
  id: string;
}>;


export type TrainerProfileQuery = { trainer: { id: string, name: string, email: string, role: Role, expertise: string | null, gender: Gender | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, notificationSettings: { emailNotifications: boolean, smsNotifications: boolean, pushNotifications: boolean, marketingEmails: boolean, assignmentReminders: boolean, deadlineAlerts: boolean } | null, organization: { id: string } | null } | null };

export type TrainerListQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  search?: string | null | undefined;
}>;


export type TrainerListQuery = { trainers: { totalCount: number, nodes: Array<{ id: string, name: string, email: string, role: Role, expertise: string | null, gender: Gender | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type UpdateOwnTrainerMutationVariables = Exact<{
  profile: UpdateProfileInput;
}>;


export type UpdateOwnTrainerMutation = { person:
    | { id: string, name: string, email: string, role: Role, expertise: string | null, gender: Gender | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string } | null }
    | Record<PropertyKey, never>
   };

export type UpdateTrainerMutationVariables = Exact<{
  id: string;
  changes: UpdateUserInput;
}>;


export type UpdateTrainerMutation = { person:
    | { id: string, name: string, email: string, role: Role, expertise: string | null, gender: Gender | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string } | null }
    | Record<PropertyKey, never>
   };

export type DeleteTrainerMutationVariables = Exact<{
  id: string;
}>;


export type DeleteTrainerMutation = { deleteUser: boolean };

export type TrainerFragment = { id: string, name: string, email: string, role: Role, expertise: string | null, gender: Gender | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string } | null };

export type TrainerProfileFragment = { id: string, name: string, email: string, role: Role, expertise: string | null, gender: Gender | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, notificationSettings: { emailNotifications: boolean, smsNotifications: boolean, pushNotifications: boolean, marketingEmails: boolean, assignmentReminders: boolean, deadlineAlerts: boolean } | null, organization: { id: string } | null };

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
export const TrainerFragmentDoc = new TypedDocumentString(`
    fragment Trainer on Trainer {
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
    `, {"fragmentName":"Trainer"}) as unknown as TypedDocumentString<TrainerFragment, unknown>;
export const TrainerProfileFragmentDoc = new TypedDocumentString(`
    fragment TrainerProfile on Trainer {
  ...Trainer
  notificationSettings {
    emailNotifications
    smsNotifications
    pushNotifications
    marketingEmails
    assignmentReminders
    deadlineAlerts
  }
}
    fragment Trainer on Trainer {
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
}`, {"fragmentName":"TrainerProfile"}) as unknown as TypedDocumentString<TrainerProfileFragment, unknown>;
export const RegisterTrainerDocument = new TypedDocumentString(`
    mutation RegisterTrainer($input: RegisterTrainerInput!) {
  registered: registerTrainer(input: $input) {
    token
    expiresAt
    user {
      ...Trainer
    }
  }
}
    fragment Trainer on Trainer {
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
}`) as unknown as TypedDocumentString<RegisterTrainerMutation, RegisterTrainerMutationVariables>;
export const CreateTrainerDocument = new TypedDocumentString(`
    mutation CreateTrainer($input: RegisterTrainerInput!) {
  created: createTrainer(input: $input) {
    ...Trainer
  }
}
    fragment Trainer on Trainer {
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
}`) as unknown as TypedDocumentString<CreateTrainerMutation, CreateTrainerMutationVariables>;
export const LoginTrainerDocument = new TypedDocumentString(`
    mutation LoginTrainer($input: LoginInput!) {
  login(input: $input) {
    token
    expiresAt
    user {
      ...TrainerProfile
    }
  }
}
    fragment Trainer on Trainer {
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
fragment TrainerProfile on Trainer {
  ...Trainer
  notificationSettings {
    emailNotifications
    smsNotifications
    pushNotifications
    marketingEmails
    assignmentReminders
    deadlineAlerts
  }
}`) as unknown as TypedDocumentString<LoginTrainerMutation, LoginTrainerMutationVariables>;
export const TrainerByIdDocument = new TypedDocumentString(`
    query TrainerById($id: ID!) {
  person: trainer(id: $id) {
    ...Trainer
  }
}
    fragment Trainer on Trainer {
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
}`) as unknown as TypedDocumentString<TrainerByIdQuery, TrainerByIdQueryVariables>;
export const TrainerProfileDocument = new TypedDocumentString(`
    query TrainerProfile($id: ID!) {
  trainer(id: $id) {
    ...TrainerProfile
  }
}
    fragment Trainer on Trainer {
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
fragment TrainerProfile on Trainer {
  ...Trainer
  notificationSettings {
    emailNotifications
    smsNotifications
    pushNotifications
    marketingEmails
    assignmentReminders
    deadlineAlerts
  }
}`) as unknown as TypedDocumentString<TrainerProfileQuery, TrainerProfileQueryVariables>;
export const TrainerListDocument = new TypedDocumentString(`
    query TrainerList($first: Int, $after: String, $search: String) {
  trainers(first: $first, after: $after, search: $search) {
    nodes {
      ...Trainer
    }
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment Trainer on Trainer {
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
}`) as unknown as TypedDocumentString<TrainerListQuery, TrainerListQueryVariables>;
export const UpdateOwnTrainerDocument = new TypedDocumentString(`
    mutation UpdateOwnTrainer($profile: UpdateProfileInput!) {
  person: updateProfile(input: $profile) {
    ...Trainer
  }
}
    fragment Trainer on Trainer {
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
}`) as unknown as TypedDocumentString<UpdateOwnTrainerMutation, UpdateOwnTrainerMutationVariables>;
export const UpdateTrainerDocument = new TypedDocumentString(`
    mutation UpdateTrainer($id: ID!, $changes: UpdateUserInput!) {
  person: updateUser(id: $id, input: $changes) {
    ...Trainer
  }
}
    fragment Trainer on Trainer {
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
}`) as unknown as TypedDocumentString<UpdateTrainerMutation, UpdateTrainerMutationVariables>;
export const DeleteTrainerDocument = new TypedDocumentString(`
    mutation DeleteTrainer($id: ID!) {
  deleteUser(id: $id)
}
    `) as unknown as TypedDocumentString<DeleteTrainerMutation, DeleteTrainerMutationVariables>;