/** The line of a server's output with the error, in a form that can end a sentence. */
export function complaint(output: string): string {
  const lines = output.trim().split('\n');
  const telling = lines.findLast((line) => COMPLAINT.test(line));
  const text = telling?.replace(COMPLAINT, '') ?? lines.at(-1) ?? '';
  return text.trim().replace(/\.$/, '') || 'it gave no reason';
}

/** The prefix of such lines from PostgreSQL and its tools. The DETAIL line that follows is more useful. */
const COMPLAINT = /^.*?\b(FATAL|PANIC|ERROR|DETAIL|error): +/;
