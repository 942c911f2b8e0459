import { computed, object, say, whole } from '../../../shared/rest/properties';
import { document, optional, record } from '../../../shared/rest/record';
import { route, type RestRoute } from '../../../shared/rest/route';
import { field, fields, param } from '../../../shared/rest/sources';
import { listOf, text } from '../../../shared/rest/wire';
import {
  CreateOrganizationDocument,
  JoinOrganizationDocument,
  OrganizationByIdDocument,
  OrganizationFragmentDoc,
  OrganizationStudentFragmentDoc,
  OrganizationTrainerFragmentDoc,
  OrganizationWithMembersFragmentDoc,
} from './organization.operations.generated';

type Members = { nodes: { id: string }[] } | null;

const idsOf = (members: Members) => members?.nodes.map(({ id }) => id) ?? [];
const IDS = listOf(text());

const DOCUMENT = { name: 'name', code: optional('code'), description: optional('description') } as const;
const ORGANIZATION = document(OrganizationFragmentDoc, {
  ...DOCUMENT,
  trainers: computed(IDS, ({ trainers }: { trainers: Members }) => idsOf(trainers)),
  students: computed(IDS, ({ students }: { students: Members }) => idsOf(students)),
});

const PERSON = { _id: 'id', name: 'name', email: 'email' } as const;
const TRAINERS = listOf(record(OrganizationTrainerFragmentDoc, PERSON));
const STUDENTS = listOf(record(OrganizationStudentFragmentDoc, PERSON));
const ORGANIZATION_WITH_MEMBERS = document(OrganizationWithMembersFragmentDoc, {
  ...DOCUMENT,
  trainers: computed(TRAINERS, ({ trainers }) => trainers?.nodes ?? []),
  students: computed(STUDENTS, ({ students }) => students?.nodes ?? []),
});

/** The REST routes of organizations. */
export const organizationRoutes: readonly RestRoute[] = [
  route({
    method: 'POST',
    path: '/api/org/create',
    id: 'createOrganization',
    summary: 'Creates an organization. For administrators.',
    operation: CreateOrganizationDocument,
    variables: { input: fields('name', 'code', 'description') },
    status: 201,
    refuses: ['CONFLICT'],
    pick: ({ createOrganization }) => createOrganization,
    answer: object({
      message: say('Organization created successfully'),
      organization: whole(ORGANIZATION),
    }),
  }),
  route({
    method: 'POST',
    path: '/api/org/join',
    id: 'joinOrganization',
    summary: 'Makes the signed-in student or trainer a member of the organization with this code.',
    operation: JoinOrganizationDocument,
    variables: { code: field('code') },
    refuses: ['NOT_FOUND', 'CONFLICT'],
    pick: ({ joinOrganization }) => joinOrganization,
    answer: object({
      message: say('Joined organization successfully'),
      organization: whole(ORGANIZATION),
    }),
  }),
  route({
    method: 'GET',
    path: '/api/org/:id',
    id: 'getOrganization',
    summary: 'One organization with its members. For its members and administrators.',
    operation: OrganizationByIdDocument,
    variables: { id: param('id') },
    refuses: ['NOT_FOUND'],
    pick: ({ organization }) => organization,
    answer: ORGANIZATION_WITH_MEMBERS,
  }),
];
