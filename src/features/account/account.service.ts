import type { Writer } from '../../platform/cache/writer';
import { AppError } from '../../platform/errors/app-error';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import { normaliseOptionalPhone, normaliseText } from '../../shared/validation/text';
import { profileTag, type ProfileSource } from './account.cache';
import type { UpdateProfileInput } from './account.input';
import type { PersonRole, PersonRoles } from './person-role';

/** The signed-in user's own record. */
export class AccountService {
  constructor(
    private readonly profiles: ProfileSource,
    private readonly roles: PersonRoles,
    private readonly writer: Writer,
  ) {}

  async me(context: RequestContext) {
    return context.reader.read(this.profiles, viewerOf(context).id);
  }

  /** @throws AppError BAD_USER_INPUT on fields that the user's role does not have */
  async update(context: RequestContext, input: UpdateProfileInput): Promise<object> {
    const { id, role } = viewerOf(context);
    const person = this.roles.of(role);
    refuseForeignFields(person, input);
    return this.writer.write(async (tx) => {
      const change = await person.update(tx, id, normalised(input));
      if (!change) throw new AppError('NOT_FOUND', 'This account has been deleted.');
      return { value: change.record, tags: [profileTag(id), ...change.tags] };
    });
  }
}

function refuseForeignFields({ fields }: PersonRole, input: UpdateProfileInput): void {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  const foreign = given.filter(([name]) => !fields.some((own) => own === name));
  if (foreign.length === 0) return;
  throw new AppError('BAD_USER_INPUT', undefined, {
    fields: foreign.map(([name]) => ({ path: `input.${name}`, message: 'does not belong to your role' })),
  });
}

/** What is absent stays undefined. */
function normalised({ name, phone, course, expertise }: UpdateProfileInput): UpdateProfileInput {
  const text = (value: string | undefined) => (value === undefined ? undefined : normaliseText(value));
  return { name: text(name), phone: normaliseOptionalPhone(phone), course: text(course), expertise: text(expertise) };
}
