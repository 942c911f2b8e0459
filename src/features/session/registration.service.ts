import type { Tags } from '../../platform/cache/tag';
import type { Writer } from '../../platform/cache/writer';
import type { Tx } from '../../platform/database/database';
import type { Role } from '../../shared/role';
import type { RequestContext } from '../../shared/request-context';
import { profileTag, type ProfileSource } from '../account/account.cache';
import type { RegisterInput } from '../account/account.input';
import type { AccountRepository } from '../account/account.repository';
import { newAccount, type NewAccount } from '../account/new-account';
import { asNobody, type Entry, type SignIn } from './sign-in.service';

/** Inserts the role's record of a new account. @returns the record, and the tags of everything that shows it */
export type InsertRecord = (
  tx: Tx,
  account: Omit<NewAccount, 'passwordHash'>,
) => Promise<{ record: object; tags: Tags }>;

/** Creates accounts for users who register themselves, and for others on behalf of an administrator. */
export class Registration {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly profiles: ProfileSource,
    private readonly writer: Writer,
    private readonly signIn: SignIn,
  ) {}

  /**
   * Creates an account for somebody else and signs nobody in.
   *
   * @returns the record
   * @throws AppError as `register`
   */
  async create(context: RequestContext, role: Role, input: RegisterInput, insertRecord: InsertRecord): Promise<object> {
    const { passwordHash, ...account } = await newAccount(input);
    const { id, email } = account;
    context.auditNotes.subjectId = id;
    return this.writer.write(async (tx) => {
      await this.accounts.insert(tx, { id, email, role, passwordHash });
      const { record, tags } = await insertRecord(tx, account);
      return { value: record, tags: [profileTag(id), ...tags] };
    });
  }

  /**
   * Creates the user's own account and signs in.
   *
   * @throws AppError CONFLICT when the e-mail address is taken; BAD_USER_INPUT for a password that is easily guessed
   */
  async register(context: RequestContext, role: Role, input: RegisterInput, insertRecord: InsertRecord) {
    asNobody(context);
    const { passwordHash, ...account } = await newAccount(input);
    const { id, email } = account;
    let entry: Entry | undefined;
    const user = await this.writer.write(async (tx) => {
      await this.accounts.insert(tx, { id, email, role, passwordHash });
      const { record, tags } = await insertRecord(tx, account);
      const beforeCommit = async () => {
        entry = await this.signIn.open(context, { id, email });
      };
      return { value: record, tags: [profileTag(id), ...tags], beforeCommit };
    });
    // Fills the cache for the first request; the response does not depend on it.
    await context.reader.read(this.profiles, id).catch(() => undefined);
    entry?.enter({ role, organizationId: null });
    return { ...entry?.opened, user };
  }
}
