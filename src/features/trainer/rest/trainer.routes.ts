import {
  LoginTrainerDocument,
  LogoutDocument,
  PageInfoFragmentDoc,
  RegisterTrainerDocument,
  TrainerByIdDocument,
  TrainerFragmentDoc,
  TrainerListDocument,
} from './trainer.operations.generated';
import { object, say, value, whole } from '../../../shared/rest/properties';
import { record } from '../../../shared/rest/record';
import { route, type RestRow } from '../../../shared/rest/route';
import { fields, param, query } from '../../../shared/rest/sources';
import { dateTime, listOf, text } from '../../../shared/rest/wire';

const TRAINER = record(TrainerFragmentDoc);
const PAGE_INFO = value('pageInfo', record(PageInfoFragmentDoc));
const PAGE = { first: query('limit'), after: query('after') };
const SESSION = {
  token: value('token', text('Send it as `Authorization: Bearer <token>`.')),
  expiresAt: value('expiresAt', dateTime('When the token expires, however much it is used.')),
};
const WELCOME = say('Welcome! Your account is ready and you are signed in.');
const WELCOME_BACK = say('Welcome back! You are signed in.');
const GOODBYE = object({ message: say('You are signed out.') });

/** The REST routes of trainers. */
export const trainerRoutes: readonly RestRow[] = [
  route({
    method: 'POST',
    path: '/api/auth/trainer/register',
    id: 'registerTrainer',
    summary: 'Makes a trainer’s account and signs in, where trainers may register.',
    operation: RegisterTrainerDocument,
    variables: { input: fields('name', 'email', 'password', 'expertise', 'phone', 'inviteCode') },
    status: 201,
    refuses: ['CONFLICT', 'FORBIDDEN'],
    isStrict: true,
    pick: ({ registerTrainer }) => registerTrainer,
    answer: object({ message: WELCOME, ...SESSION, trainer: value('user', TRAINER) }),
  }),
  route({
    method: 'POST',
    path: '/api/auth/trainer/login',
    id: 'loginTrainer',
    summary: 'Signs a trainer in.',
    operation: LoginTrainerDocument,
    signInRole: 'TRAINER',
    variables: { input: fields('email', 'password') },
    refuses: ['UNAUTHENTICATED'],
    isStrict: true,
    pick: ({ login }) => login,
    answer: object({ message: WELCOME_BACK, ...SESSION, trainer: value('user', TRAINER) }),
  }),
  route({
    method: 'POST',
    path: '/api/auth/trainer/logout',
    id: 'logoutTrainer',
    summary: 'Ends the session that asks.',
    operation: LogoutDocument,
    isStrict: true,
    pick: ({ logout }) => ({ logout }),
    answer: GOODBYE,
  }),
  route({
    method: 'GET',
    path: '/api/auth/trainer/trainers',
    id: 'listTrainers',
    summary: 'Trainers by name.',
    operation: TrainerListDocument,
    variables: { ...PAGE, search: query('search') },
    isStrict: true,
    pick: ({ trainers }) => trainers,
    answer: object({ trainers: value('nodes', listOf(TRAINER)), pageInfo: PAGE_INFO }),
  }),
  route({
    method: 'GET',
    path: '/api/auth/trainer/trainer/:id',
    id: 'getTrainer',
    variables: { id: param('id') },
    summary: 'One trainer.',
    operation: TrainerByIdDocument,
    refuses: ['NOT_FOUND'],
    isStrict: true,
    pick: ({ trainer }) => trainer,
    answer: object({ trainer: whole(TRAINER) }),
  }),
];
