import type { RequestContext } from '../../shared/request-context';
import { normalizeOptional, normalizeText } from '../../shared/validation/text';
import type { InsertRecord, Registration } from '../session/registration.service';
import { studentChanged } from './student.cache';
import type { RegisterStudentInput } from './student.input';
import type { StudentRepository } from './student.repository';

/** Registers students, by themselves or by an administrator. */
export class StudentRegistration {
  constructor(
    private readonly registration: Registration,
    private readonly students: StudentRepository,
  ) {}

  /** @throws AppError as `Registration.register`; CONFLICT when the roll number is taken */
  register(context: RequestContext, input: RegisterStudentInput) {
    return this.registration.register(context, 'STUDENT', input, this.insertOf(input));
  }

  /** @throws AppError as `register` */
  create(context: RequestContext, input: RegisterStudentInput) {
    return this.registration.create(context, 'STUDENT', input, this.insertOf(input));
  }

  private insertOf(input: RegisterStudentInput): InsertRecord {
    return async (tx, account) => {
      const student = await this.students.insert(tx, {
        ...account,
        branch: normalizeText(input.branch),
        rollNo: normalizeOptional(input.rollNo),
        year: normalizeOptional(input.year),
        gender: input.gender,
        dateOfBirth: input.dateOfBirth,
      });
      return { record: { ...student, role: 'STUDENT' }, tags: studentChanged(account.id, student) };
    };
  }
}
