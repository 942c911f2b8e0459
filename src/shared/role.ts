import { registerEnumType } from 'type-graphql';

export const Role = { STUDENT: 'STUDENT', TRAINER: 'TRAINER', ADMIN: 'ADMIN' } as const;

export type Role = (typeof Role)[keyof typeof Role];

registerEnumType(Role, {
  name: 'Role',
  description: 'The role of an account, which determines its permissions.',
  valuesConfig: {
    STUDENT: { description: 'Reads trainers and lectures, and their own record.' },
    TRAINER: { description: 'Reads everything; gives lectures and changes their own.' },
    ADMIN: { description: 'May do what a trainer may, for every trainer.' },
  },
});
