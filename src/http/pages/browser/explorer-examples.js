'use strict';

/** One task each, ready to run in this order. */
function examples({ email, password }) {
  const tomorrow = (hour) => new Date(new Date().setUTCHours(24 + hour, 0, 0, 0)).toISOString();
  const json = (value) => JSON.stringify(value, null, 2);
  return [
    {
      query: `# The token of the answer is kept for this tab and sent along from then on. Signing in above does the same.
mutation SignIn($email: String!, $password: String!) {
  login(input: { email: $email, password: $password }) {
    token
    expiresAt
    user { name role }
  }
}
`,
      variables: json({ email, password }),
    },
    {
      query: `# Run it twice: X-Cache, below the answer, turns from MISS to HIT.
query Today($timeZone: String) {
  todayLectures(timeZone: $timeZone) {
    title
    startsAt
    endsAt
    location
    trainer { name }
  }
}
`,
      variables: json({ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }),
    },
    {
      query: `# For trainers. The next page: put endCursor into the variable after.
query Students($search: String, $first: Int, $after: String) {
  students(search: $search, first: $first, after: $after) {
    totalCount
    nodes { id name email branch }
    pageInfo { hasNextPage endCursor }
  }
}
`,
      variables: json({ search: 'an', first: 5, after: null }),
    },
    {
      query: `# For trainers.
mutation CreateLecture($input: CreateLectureInput!) {
  createLecture(input: $input) { id title startsAt endsAt location }
}
`,
      variables: json({
        input: { title: 'Written in the explorer', location: 'Room 1', startsAt: tomorrow(9), endsAt: tomorrow(10) },
      }),
    },
    {
      query: `# Where one is signed in. revokeSession(id: …) ends one of them, logoutEverywhere all.
query Sessions {
  sessions { id current createdAt lastSeenAt expiresAt ip userAgent }
}
`,
    },
    {
      query: `# What the limits still allow; below the answer are those that this operation used.
query RateLimits {
  rateLimits { policy limit remaining resetSeconds windowSeconds }
}
`,
    },
  ];
}
