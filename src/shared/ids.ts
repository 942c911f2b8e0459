import { parseUuid } from '../platform/database/ids';

declare const brand: unique symbol;

/** The id of an account, and of the person it belongs to. */
export type UserId = string & { readonly [brand]: 'user' };

export type LectureId = string & { readonly [brand]: 'lecture' };

export type CourseId = string & { readonly [brand]: 'course' };

export type OrganizationId = string & { readonly [brand]: 'organization' };

/** @returns null for text that cannot be an id, so that nothing has to be read */
export const parseUserId = (text: string): UserId | null => parseUuid(text) as UserId | null;

export const parseLectureId = (text: string): LectureId | null => parseUuid(text) as LectureId | null;

export const parseCourseId = (text: string): CourseId | null => parseUuid(text) as CourseId | null;

export const parseOrganizationId = (text: string): OrganizationId | null => parseUuid(text) as OrganizationId | null;
