import { makers, type Campus, type Member } from '../../support/campus';
import { dataOf } from '../../support/graphql';

const EVERYWHERE = { bio: 'B', location: 'L', gender: 'OTHER' };
const OF_STUDENTS = { rollNo: 'R-1', year: '2', dateOfBirth: '2001-02-03' };

const detail = async (campus: Campus, who: Member, input: object): Promise<string> => {
  const query = 'mutation ($id: ID!, $input: UpdateUserInput!) { changed: updateUser(id: $id, input: $input) { id } }';
  const answer = await campus.ask('admin', query, { id: campus.id(who), input });
  return dataOf<{ changed: { id: string } }>(answer).changed.id;
};

// What registration does not take.
makers.add({
  detailedStudent: (campus) => detail(campus, 'student', { ...EVERYWHERE, ...OF_STUDENTS }),
  detailedTrainer: (campus) => detail(campus, 'trainer', EVERYWHERE),
  detailedAdmin: (campus) => detail(campus, 'admin', { phone: '555 0103' }),
});
