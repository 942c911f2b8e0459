import { registerEnumType } from 'type-graphql';

export const Gender = { FEMALE: 'FEMALE', MALE: 'MALE', OTHER: 'OTHER' } as const;

export type Gender = (typeof Gender)[keyof typeof Gender];

registerEnumType(Gender, {
  name: 'Gender',
  description: 'A person’s gender.',
  valuesConfig: {
    FEMALE: { description: 'Female.' },
    MALE: { description: 'Male.' },
    OTHER: { description: 'Neither, or not stated.' },
  },
});
