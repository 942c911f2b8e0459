import { normalized } from '../../platform/unicode';
import { pick } from '../../shared/demo';

/** First and last names that go together, and how telephone numbers begin there. */
const COUNTRIES = [
  { first: 'Adaeze Chidi Ifeoma Obinna Yewande', last: 'Adebayo Eze Nwosu Okafor Balogun', dial: '+234 80' },
  { first: 'Aiko Haruto Mei Ren Yui', last: 'Fujita Itō Nakamura Satō Takahashi', dial: '+81 90' },
  { first: 'Amélie Chloé Étienne Hélène Théo', last: 'Beaumont Dubois Garçon Lefèvre Moreau', dial: '+33 6' },
  { first: 'Ananya Arjun Kavya Priya Rohan', last: 'Iyer Kapoor Menon Patel Sharma', dial: '+91 98' },
  { first: 'Ayşe Çağla Emre İpek Mehmet', last: 'Çelik Demir Öztürk Şahin Yılmaz', dial: '+90 53' },
  { first: 'Beatriz Caio João Letícia Tomás', last: 'Araújo Conceição Gonçalves Lima Magalhães', dial: '+55 11' },
  { first: 'Björn Elin Ingrid Lars Åsa', last: 'Åkesson Bergström Lindqvist Nyström Öberg', dial: '+46 70' },
  { first: 'Camila Diego Lucía Mateo Sofía', last: 'Castañeda Fernández Núñez Rodríguez Ybáñez', dial: '+52 55' },
  { first: 'Dylan Emily Hannah Liam Niamh', last: 'Byrne Hughes Murphy Robinson Walsh', dial: '+353 8' },
  { first: 'Elif Jürgen Katharina Lukas Zoë', last: 'Groß Hoffmann Köhler Müller Schröder', dial: '+49 15' },
  { first: 'Fatima Hassan Leila Omar Yasmin', last: 'Al-Masri El-Sayed Haddad Khalil Mansour', dial: '+20 10' },
  { first: 'Jakub Łucja Małgorzata Paweł Zofia', last: 'Dąbrowska Kowalczyk Nowak Wiśniewska Żak', dial: '+48 50' },
  { first: 'Linh Minh Phương Quang Thảo', last: 'Đặng Lê Nguyễn Phạm Trần', dial: '+84 91' },
  { first: 'Andrei Ioana Mihai Ștefan Roxana', last: 'Bălan Ionescu Munteanu Popescu Țurcanu', dial: '+40 72' },
  { first: 'Amahle Lerato Sipho Thabo Zanele', last: 'Dlamini Khumalo Mokoena Ndlovu Zulu', dial: '+27 82' },
] as const;

export interface Person {
  name: string;
  email: string;
  phone: string | null;
}

/** People with believable names, each with an e-mail address of their own; the same ones every time. */
export function makePeople(count: number): Person[] {
  const taken = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    const key = `person/${index}`;
    const country = pick(COUNTRIES, `${key}/country`);
    const name = `${pick(country.first.split(' '), `${key}/first`)} ${pick(country.last.split(' '), `${key}/last`)}`;
    const email = emailOf(name, taken);
    taken.add(email);
    return { name, email, phone: index % 4 === 0 ? null : `${country.dial} ${digits(key, 3)} ${digits(name, 4)}` };
  });
}

const digits = (key: string, count: number): string =>
  Array.from({ length: count }, (_, place) => pick('0123456789'.split(''), `${key}/digit/${place}`)).join('');

/** Letters that are not a plain letter with an accent. */
const LATIN = new Map([
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ß', 'ss'],
  ['ı', 'i'],
]);

function emailOf(name: string, taken: ReadonlySet<string>): string {
  const letters = normalized(name.toLowerCase(), 'NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[øłđßı]/g, (c) => LATIN.get(c) ?? c);
  const local = letters.replaceAll(' ', '.');
  for (let number = 1; ; number++) {
    const email = `${local}${number > 1 ? number : ''}@demo.stms.example`;
    if (!taken.has(email)) return email;
  }
}
