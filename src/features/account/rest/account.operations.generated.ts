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

/** Changes to what the signed-in user wants to be notified about. Absent fields stay. */
export type NotificationSettingsInput = {
  /** Assignments to be done. */
  assignmentReminders?: boolean | null | undefined;
  /** Deadlines that are near. */
  deadlineAlerts?: boolean | null | undefined;
  /** By e-mail. */
  emailNotifications?: boolean | null | undefined;
  /** News and offers. */
  marketingEmails?: boolean | null | undefined;
  /** On the device. */
  pushNotifications?: boolean | null | undefined;
  /** By text message. */
  smsNotifications?: boolean | null | undefined;
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

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { me:
    | { id: string, role: Role }
    | { id: string, role: Role }
    | { id: string, role: Role }
   };

export type ChangeOwnPasswordMutationVariables = Exact<{
  input: UpdateProfileInput;
}>;


export type ChangeOwnPasswordMutation = { updateProfile:
    | { id: string }
    | { id: string }
    | { id: string }
   };

export type ChooseNotificationsMutationVariables = Exact<{
  input: NotificationSettingsInput;
}>;


export type ChooseNotificationsMutation = { updateNotificationSettings: { emailNotifications: boolean, smsNotifications: boolean, pushNotifications: boolean, marketingEmails: boolean, assignmentReminders: boolean, deadlineAlerts: boolean } };

export type NotificationSettingsFragment = { emailNotifications: boolean, smsNotifications: boolean, pushNotifications: boolean, marketingEmails: boolean, assignmentReminders: boolean, deadlineAlerts: boolean };

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
export const NotificationSettingsFragmentDoc = new TypedDocumentString(`
    fragment NotificationSettings on NotificationSettings {
  emailNotifications
  smsNotifications
  pushNotifications
  marketingEmails
  assignmentReminders
  deadlineAlerts
}
    `, {"fragmentName":"NotificationSettings"}) as unknown as TypedDocumentString<NotificationSettingsFragment, unknown>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  me {
    id
    role
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const ChangeOwnPasswordDocument = new TypedDocumentString(`
    mutation ChangeOwnPassword($input: UpdateProfileInput!) {
  updateProfile(input: $input) {
    id
  }
}
    `) as unknown as TypedDocumentString<ChangeOwnPasswordMutation, ChangeOwnPasswordMutationVariables>;
export const ChooseNotificationsDocument = new TypedDocumentString(`
    mutation ChooseNotifications($input: NotificationSettingsInput!) {
  updateNotificationSettings(input: $input) {
    ...NotificationSettings
  }
}
    fragment NotificationSettings on NotificationSettings {
  emailNotifications
  smsNotifications
  pushNotifications
  marketingEmails
  assignmentReminders
  deadlineAlerts
}`) as unknown as TypedDocumentString<ChooseNotificationsMutation, ChooseNotificationsMutationVariables>;