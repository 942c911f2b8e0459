/** Local and recent passwords, which the package's worldwide list lacks. */
const OURS = `
  00000000 000000000 01234567 0123456789 111111111 1111111111 12121212 123123123 12341234 1234512345 13131313
  159357159 1qaz1qaz 20202020 22222222 33333333 44444444 55555555 66666666 69696969 77777777 87654321 88888888
  98765432 987654321 9876543210 99999999 aaaaaaaa abcdefgh abcdefghi admin1234 admin12345 adminadmin autumn2025
  autumn2026 changeme123 cheese123 default123 facebook1 fortnite freedom123 guest123 guestguest lecture1 lecture123
  linkedin minecraft1 mylove123 p@$$w0rd p@ssword pa$$word password1! qweqweqwe qwertyqwerty roblox123 root1234
  rootroot school123 school1234 spring2025 spring2026 stms1234 stmsstms student12 student123 student1234 summer2023
  summer2024 summer2025 summer2026 teacher123 test12345 test123456 tigger123 toor1234 trainer1 trainer12 trainer123
  trainer1234 training1 training123 user1234 welcome1234 willkommen winter2023 winter2024 winter2025 winter2026
  zaq1zaq1
`;

const SHORTEST = 8;

let known: ReadonlySet<string> | undefined;

/** The common passwords of a permitted length, in lower case: some 18,000. Loaded when a password is first chosen. */
export const commonPasswords = (): ReadonlySet<string> => (known ??= readPasswords());

function readPasswords(): ReadonlySet<string> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- not at the start
  const { dictionary } = require('@zxcvbn-ts/language-common') as typeof import('@zxcvbn-ts/language-common');
  const theirs = dictionary['passwords-common'].filter((password) => password.length >= SHORTEST);
  return new Set([...OURS.trim().split(/\s+/), ...theirs]);
}
