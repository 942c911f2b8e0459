import { makers, type Campus, type Caller } from '../../support/campus';
import { dataOf } from '../../support/graphql';

async function createOrganization(campus: Campus): Promise<string> {
  const query = 'mutation { created: createOrganization(input: { name: "O", description: "D" }) { id } }';
  return dataOf<{ created: { id: string } }>(await campus.ask('admin', query)).created.id;
}

export async function codeOf(campus: Campus, id: string): Promise<string> {
  const answer = await campus.ask('admin', 'query ($id: ID!) { organization(id: $id) { code } }', { id });
  return dataOf<{ organization: { code: string } }>(answer).organization.code;
}

/** Those who are members already stay so. */
export async function join(campus: Campus, id: string, members: readonly Caller[]): Promise<void> {
  const code = await codeOf(campus, id);
  const query = 'mutation ($code: String!) { joinOrganization(code: $code) { id } }';
  for (const member of members) await campus.ask(member, query, { code });
}

makers.add({
  organization: async (campus) => {
    const id = await createOrganization(campus);
    await join(campus, id, ['student', 'trainer']);
    return id;
  },
  emptyOrganization: createOrganization,
});
