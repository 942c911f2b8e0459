import type { RequestContext } from '../../shared/request-context';
import { normaliseText } from '../../shared/validation/text';
import type { Registration } from '../session/registration.service';
import { studentChanged } from './student.cache';
import type { RegisterStudentInput } from './student.input';
import type { StudentRepository } from './student.repository';

/** Students who register themselves. */
export class StudentRegistration {
  constructor(
    private readonly registration: Registration,
    private readonly students: StudentRepository,
  ) {}

  /** @throws AppError as `Registration.register` */
  register(context: RequestContext, input: RegisterStudentInput) {
    return this.registration.register(context, 'STUDENT', input, async (tx, account) => {
      const course = normaliseText(input.course);
      const student = await this.students.insert(tx, { ...account, course });
      return { record: { ...student, role: 'STUDENT' }, tags: studentChanged(account.id, course) };
    });
  }
}
