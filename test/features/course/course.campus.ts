import { makers, type Campus } from '../../support/campus';
import { dataOf } from '../../support/graphql';

/** A course of the trainer. */
async function createCourse(campus: Campus, input: object): Promise<string> {
  const query = 'mutation ($input: CreateCourseInput!) { created: createCourse(input: $input) { id } }';
  const answer = await campus.ask('trainer', query, { input: { title: 'C', description: 'D', ...input } });
  return dataOf<{ created: { id: string } }>(answer).created.id;
}

export async function enrollmentCodeOf(campus: Campus, id: string): Promise<string> {
  const answer = await campus.ask('trainer', 'query ($id: ID!) { course(id: $id) { enrollmentCode } }', { id });
  return dataOf<{ course: { enrollmentCode: string } }>(answer).course.enrollmentCode;
}

const ENROLL = 'mutation ($id: ID!, $ids: [ID!]!) { enrollStudents(courseId: $id, studentIds: $ids) { id } }';

makers.add({
  course: async (campus) => {
    const organizationId = await campus.have('organization');
    const id = await createCourse(campus, { organizationId, schedule: 'Mondays', credits: 3 });
    dataOf(await campus.ask('trainer', ENROLL, { id, ids: [campus.id('student')] }));
    return id;
  },
  emptyCourse: (campus) => createCourse(campus, {}),
  archivedCourse: async (campus) => {
    const id = await createCourse(campus, {});
    dataOf(await campus.ask('trainer', 'mutation ($id: ID!) { deleteCourse(id: $id) }', { id }));
    return id;
  },
});
