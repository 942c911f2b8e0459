import type { Database } from '../../platform/database/database';
import type { Role } from '../../shared/role';
import { demoId, pick } from './demo-id';
import { makeLectures } from './demo-lectures';
import { DEMO_LOGINS } from './demo-logins';
import { makePeople, type Person } from './demo-names';
import { COURSES, TOPICS } from './demo-topics';
import { DemoRepository, type DemoAdmin, type DemoStudent, type DemoTrainer } from './demo.repository';

const STUDENTS = 200;
const TRAINERS = 20;

interface Options {
  /** The lectures lie around it. */
  now: Date;
  timeZone: string;
  hashPassword: (password: string) => Promise<string>;
  /** Takes one line for the person at the terminal. */
  progress: (line: string) => void;
}

/**
 * Fills a database with something to look at: 200 students, 20 trainers, an administrator, 300 lectures around today.
 * Loading again doubles nothing and undoes no change; it adds the lectures of days that have come into sight since.
 */
export async function loadDemoData(database: Database, options: Options): Promise<void> {
  const repository = new DemoRepository(database);
  const people = makePeople(TRAINERS - 1 + STUDENTS - 1);
  const trainers = makeTrainers(people.slice(0, TRAINERS - 1));
  const accounts = [...trainers, ...makeStudents(people.slice(TRAINERS - 1)), ...makeAdmins()];
  const lectures = makeLectures(trainers, options.now, options.timeZone);

  const existing = await repository.existing(accounts.map(({ id }) => id));
  if (existing.size < accounts.length) {
    options.progress(`Loading demo data: ${accounts.length} accounts, ${lectures.length} lectures`);
    await repository.insertAccounts(accounts, await hashes(options.hashPassword));
  }
  await repository.insertLectures(lectures);
}

/** All accounts of a role share their demo login's password, so that there are three hashes to make, not 221. */
async function hashes(hashPassword: Options['hashPassword']): Promise<Record<Role, string>> {
  const [student, trainer, admin] = DEMO_LOGINS;
  const [STUDENT, TRAINER, ADMIN] = await Promise.all([
    hashPassword(student.password),
    hashPassword(trainer.password),
    hashPassword(admin.password),
  ]);
  return { STUDENT, TRAINER, ADMIN };
}

function makeStudents(people: Person[]): DemoStudent[] {
  const { role, name, email } = DEMO_LOGINS[0];
  return [{ name, email, phone: '+351 91 234 5678' }, ...people].map((person) => ({
    ...person,
    id: demoId(person.email),
    role,
    course: pick(COURSES, person.email),
  }));
}

function makeTrainers(people: Person[]): DemoTrainer[] {
  const { role, name, email } = DEMO_LOGINS[1];
  return [{ name, email, phone: '+46 70 123 4567' }, ...people].map((person, index) => ({
    ...person,
    id: demoId(person.email),
    role,
    expertise: TOPICS[index % TOPICS.length]?.expertise ?? '',
  }));
}

function makeAdmins(): DemoAdmin[] {
  const { role, name, email } = DEMO_LOGINS[2];
  return [{ id: demoId(email), role, name, email }];
}
