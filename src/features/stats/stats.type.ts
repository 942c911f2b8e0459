import { ObjectType } from 'type-graphql';

@ObjectType({ description: 'The whole system in numbers.' })
export class SystemStats {}
