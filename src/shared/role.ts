import { registerEnumType } from 'type-graphql';

export const Role = { STUDENT: 'STUDENT', TRAINER: 'TRAINER', ADMIN: 'ADMIN' } as const;

export type Role = (typeof Role)[keyof typeof Role];

registerEnumType(Role, {
  name: 'Role',
  description: 'The role of an account, which determines its permissions.',
  valuesConfig: {
    STUDENT: { description: 'Reads trainers, courses and lectures, and their own record. Enrolls in courses.' },
    TRAINER: {
      description: 'Reads students, trainers, courses and lectures. Gives courses and lectures, and changes their own.',
    },
    ADMIN: { description: 'Manages accounts, organizations, courses and lectures, and reads everything.' },
  },
});
