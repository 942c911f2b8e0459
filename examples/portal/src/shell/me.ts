import { createContext, useContext } from 'react';
import type { MeQuery } from '../graphql/operations.generated';

export type Me = MeQuery['me'];

export const MeContext = createContext<Me | null>(null);

/** Whoever is signed in. For what is shown to nobody else. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('nobody is signed in');
  return me;
}

/** Who gives lectures and sees the students; an administrator may do what trainers may. */
export const isStaff = ({ role }: Pick<Me, 'role'>): boolean => role === 'TRAINER' || role === 'ADMIN';
