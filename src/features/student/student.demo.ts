import { demoId, pick, type DemoData, type DemoLogin } from '../../shared/demo';
import { loadDemoAccounts } from '../account/demo-accounts';
import { makePeople } from '../account/demo-names';
import { StudentRepository } from './student.repository';

const BRANCHES = [
  'Backend Engineering',
  'Cloud Operations',
  'Data Analysis',
  'Frontend Engineering',
  'Machine Learning',
  'Mobile Development',
  'Product Design',
  'Software Security',
] as const;

const YEARS = ['1st', '2nd', '3rd', '4th'] as const;

const STUDENTS = 200;
/** Demo accounts of other roles, which come first in the list of people. */
const OTHERS = 19;

const LOGIN: DemoLogin = {
  role: 'STUDENT',
  name: 'Inês Carvalho',
  email: 'student@demo.stms.example',
  password: 'learn-with-stms',
};

/** The first is a demo login. */
export const demoStudents = [
  { name: LOGIN.name, email: LOGIN.email, phone: '+351 91 234 5678' },
  ...makePeople(OTHERS + STUDENTS - 1).slice(OTHERS),
].map((person, nth) => ({
  ...person,
  id: demoId(person.email),
  branch: pick(BRANCHES, person.email),
  year: pick(YEARS, `${person.email}/year`),
  rollNo: `STMS-${String(nth + 1).padStart(4, '0')}`,
}));

/** 200 students, one of them a demo login. */
export const studentDemo: DemoData = {
  login: LOGIN,
  load: (kit) =>
    loadDemoAccounts(kit, LOGIN, demoStudents, (tx, present) =>
      new StudentRepository(kit.database).insertMany(tx, present),
    ),
};
