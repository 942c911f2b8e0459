/** The line of a server's output that says what is wrong, fit for the end of a sentence. */
export function complaint(output: string): string {
  const lines = output.trim().split('\n');
  const telling = lines.findLast((line) => COMPLAINT.test(line));
  const text = telling?.replace(COMPLAINT, '') ?? lines.at(-1) ?? '';
  return text.trim().replace(/\.$/, '') || 'it gave no reason';
}

/** How PostgreSQL and its tools mark such lines; a DETAIL follows and is the better half. */
const COMPLAINT = /^.*?\b(FATAL|PANIC|ERROR|DETAIL|error): +/;
