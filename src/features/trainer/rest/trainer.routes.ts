import { changeRoute, deleteRoute } from '../../account/rest/person.routes';
import { loginRoute, logoutRoute, registerRoute } from '../../session/rest/sign-in.routes';
import { object, say } from '../../../shared/rest/properties';
import { listRoute, route, type RestRoute } from '../../../shared/rest/route';
import { field, fields, param, query } from '../../../shared/rest/sources';
import { capitalized } from '../../../shared/rest/spelling';
import { listOf } from '../../../shared/rest/wire';
import {
  CreateTrainerDocument,
  DeleteTrainerDocument,
  LoginTrainerDocument,
  RegisterTrainerDocument,
  TrainerByIdDocument,
  TrainerListDocument,
  TrainerProfileDocument,
  UpdateOwnTrainerDocument,
  UpdateTrainerDocument,
} from './trainer.operations.generated';
import { TRAINER, TRAINER_FIELDS, TRAINER_PROFILE } from './trainer.wire';

/** The REST routes of trainers. */
export const trainerRoutes: readonly RestRoute[] = [
  registerRoute({
    role: 'TRAINER',
    summary:
      'Makes a trainer’s account and signs in, where trainers may register. For a signed-in administrator it signs nobody in.',
    register: RegisterTrainerDocument,
    create: CreateTrainerDocument,
    input: {
      ...fields('name', 'email', 'password', 'expertise', 'inviteCode'),
      phone: field('phoneNo', 'phone'),
      gender: field('gender').spelled(capitalized),
    },
    isRestricted: true,
    user: TRAINER,
    message: 'User Registered Successfully!',
  }),
  loginRoute({ role: 'TRAINER', operation: LoginTrainerDocument, user: TRAINER_PROFILE, message: 'Login Successful!' }),
  logoutRoute('TRAINER', 'Logout Successful!'),
  listRoute({
    method: 'GET',
    path: '/api/auth/trainer/trainers',
    id: 'listTrainers',
    summary: 'Trainers by name.',
    operation: TrainerListDocument,
    variables: { search: query('search') },
    list: ({ trainers }) => trainers,
    answer: listOf(TRAINER),
  }),
  route({
    method: 'GET',
    path: '/api/auth/trainer/trainer/:id',
    id: 'getTrainer',
    variables: { id: param('id') },
    summary: 'One trainer.',
    operation: TrainerProfileDocument,
    refuses: ['NOT_FOUND'],
    pick: ({ trainer }) => trainer,
    answer: TRAINER_PROFILE,
  }),
  changeRoute({
    role: 'TRAINER',
    byId: TrainerByIdDocument,
    updateOwn: UpdateOwnTrainerDocument,
    updateUser: UpdateTrainerDocument,
    own: TRAINER_FIELDS,
    answer: TRAINER,
  }),
  deleteRoute({
    role: 'TRAINER',
    byId: TrainerByIdDocument,
    deleteUser: DeleteTrainerDocument,
    answered: ({ id }) => ({ id }),
    answer: object({ message: say('User Deleted Successfully!') }),
  }),
];
