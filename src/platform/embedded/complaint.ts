/** The error in a server's output, in a form that can end a sentence. */
export function complaint(output: string): string {
  const lines = output.trim().split('\n');
  const telling = lines.findLast((line) => COMPLAINT.test(line));
  const text = telling?.replace(COMPLAINT, '') ?? lines.at(-1) ?? '';
  return text.trim().replace(/\.$/, '') || 'it gave no reason';
}

/** The prefix of error lines of PostgreSQL and its tools. The last one, often DETAIL, is the most useful. */
const COMPLAINT = /^.*?\b(FATAL|PANIC|ERROR|DETAIL|error): +/;
