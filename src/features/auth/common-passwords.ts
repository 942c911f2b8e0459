/** Passwords of eight characters and more that lists of leaked ones begin with, lower case. */
const LIST = `
  00000000 000000000 01234567 0123456789 10203040 11111111 111111111 1111111111 11112222 11223344 112233445566
  12121212 123123123 123321123 12341234 12344321 1234512345 123454321 12345678 123456789 1234567890 12345678910
  1234qwer 13131313 147258369 1472583690 159357159 1a2b3c4d 1q2w3e4r 1q2w3e4r5t 1qaz1qaz 1qaz2wsx 1qazxsw2 20202020
  22222222 31415926 33333333 44444444 55555555 66666666 69696969 741852963 77777777 789456123 87654321 88888888
  963852741 98765432 987654321 9876543210 99999999 a1234567 a12345678 a123456789 a1b2c3d4 a1b2c3d4e5 aa123456
  aaaa1111 aaaaaaaa aabbccdd abc12345 abc123456 abc123abc abcd1234 abcdefgh abcdefghi admin123 admin1234 admin12345
  adminadmin administrator alexander andrew12 anthony1 arsenal1 asd12345 asd123456 asdf1234 asdfasdf asdfghjk
  asdfghjkl ashley12 asshole1 australia autumn2025 autumn2026 azerty123 azertyuiop babygirl babygirl1 barcelona
  baseball baseball1 basketball basketball1 batman123 benjamin blahblah blink182 bullshit buster123 butterfly
  butterfly1 california changeme changeme1 changeme123 charlie1 cheese123 chelsea1 chocolate chocolate1 christian
  christopher college1 computer computer1 cookie123 corvette daniel12 december default1 default123 deutschland
  dragon12 dragon123 elizabeth facebook facebook1 february florida1 football football1 forever1 forever21 fortnite
  frankfurt freedom1 freedom123 friends1 fuckyou1 fuckyou123 fuckyou2 george123 germany1 ginger123 google123
  guest123 guestguest hamburg1 harley12 hellokitty hockey12 holland1 hunter123 ilovegod iloveyou iloveyou1
  iloveyou12 iloveyou123 iloveyou2 india123 internet internet1 ireland1 jackass1 january1 jennifer jessica1 jonathan
  jordan123 jordan23 joshua12 juventus killer12 killer123 lecture1 lecture123 letmein1 letmein123 letmeinnow
  linkedin liverpool liverpool1 lovelove loverboy loveyou1 maggie123 manchester marlboro master12 master123 matthew1
  maverick mercedes metallica michael1 michelle midnight midnight1 minecraft minecraft1 monkey12 monkey123 mustang1
  mylove123 newyork1 nicole12 nirvana1 nokia123 nothing1 november p@$$w0rd p@ssw0rd p@ssword pa$$word pa55word
  pakistan pakistan1 passw0rd password password! password1 password1! password12 password123 password1234 passwort
  passwort1 patricia pepper123 pokemon1 pokemon123 princess princess1 q12345678 q1w2e3r4 q1w2e3r4t5 qazwsx123
  qazwsxedc qwe123qwe qweasdzxc qweqweqwe qwer1234 qwerty12 qwerty123 qwerty1234 qwerty12345 qwertyqwerty qwertyui
  qwertyuiop realmadrid remember roblox123 rockstar1 root1234 rootroot samantha samsung1 samsung123 school123
  school1234 scotland secret12 secret123 security security1 september shadow12 shadow123 slipknot snoopy12 soccer123
  spiderman spiderman1 spring2025 spring2026 starwars starwars1 stephanie stms1234 stmsstms student1 student12
  student123 student1234 students summer2023 summer2024 summer2025 summer2026 sunshine sunshine1 superman superman1
  superstar teacher1 teacher123 temp1234 temporary temppass test1234 test12345 test123456 testing1 testing123
  testtest thomas12 tigger123 toor1234 trainer1 trainer12 trainer123 trainer1234 training training1 training123
  trustno1 university user1234 username victoria welcome1 welcome12 welcome123 welcome1234 whatever whatever1
  willkommen winter2023 winter2024 winter2025 winter2026 zaq12wsx zaq1zaq1 zxcvbnm1 zxcvbnm123
`;

export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(LIST.trim().split(/\s+/));
