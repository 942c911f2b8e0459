import { demoId, type DemoData, type DemoLogin } from '../../shared/demo';
import { loadDemoAccounts } from '../account/demo-accounts';
import { makePeople } from '../account/demo-names';
import { TOPICS } from './demo-topics';
import { TrainerRepository } from './trainer.repository';

const TRAINERS = 20;

const LOGIN: DemoLogin = {
  role: 'TRAINER',
  name: 'Søren Lindqvist',
  email: 'trainer@demo.stms.example',
  password: 'teach-with-stms',
  isSuggested: true,
};

/** The first is a demo login. */
export const demoTrainers = [
  { name: LOGIN.name, email: LOGIN.email, phone: '+46 70 123 4567' },
  ...makePeople(TRAINERS - 1),
].map((person, nth) => ({
  ...person,
  id: demoId(person.email),
  expertise: TOPICS[nth % TOPICS.length]?.expertise ?? '',
}));

/** 20 trainers, one of them a demo login. */
export const trainerDemo: DemoData = {
  login: LOGIN,
  load: (kit) =>
    loadDemoAccounts(kit, LOGIN, demoTrainers, (tx, present) =>
      new TrainerRepository(kit.database).insertMany(tx, present),
    ),
};
