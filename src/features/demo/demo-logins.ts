import type { Role } from '../../shared/role';

export interface DemoLogin {
  role: Role;
  name: string;
  email: string;
  password: string;
}

/** One account of each role. Public, so demo data are for one's own machine only. */
export const DEMO_LOGINS = [
  { role: 'STUDENT', name: 'Inês Carvalho', email: 'student@demo.stms.example', password: 'learn-with-stms' },
  { role: 'TRAINER', name: 'Søren Lindqvist', email: 'trainer@demo.stms.example', password: 'teach-with-stms' },
  { role: 'ADMIN', name: 'Ngozi Adeyemi', email: 'admin@demo.stms.example', password: 'manage-with-stms' },
] as const satisfies readonly DemoLogin[];
