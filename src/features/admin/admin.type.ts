import { ObjectType } from 'type-graphql';
import { User } from '../account/user.type';

@ObjectType({ implements: User, description: 'An administrator.', simpleResolvers: true })
export class Admin extends User {}
