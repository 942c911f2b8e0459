export interface Topic {
  /** The expertise of the topic's trainers. */
  expertise: string;
  lectures: readonly { title: string; description: string }[];
}

const lecture = (title: string, description: string) => ({ title, description });

export const TOPICS: readonly Topic[] = [
  {
    expertise: 'Relational databases',
    lectures: [
      lecture('Reading a query plan', 'What the planner knew, what it guessed, and where the time went.'),
      lecture('Transactions without surprises', 'Isolation levels by example, and the anomalies each one leaves.'),
      lecture(
        'Indexes that earn their keep',
        'Choosing, ordering and dropping indexes on a table of ten million rows.',
      ),
      lecture('Modelling a timetable', 'From a spreadsheet to constraints that keep it true.'),
    ],
  },
  {
    expertise: 'TypeScript and Node.js',
    lectures: [
      lecture('The event loop, slowly', 'Phases, microtasks and what blocks them; bring a laptop.'),
      lecture('Types for untrusted input', 'Parse at the edge, then trust: schemas, narrowing and brands.'),
      lecture('Streams and backpressure', 'Moving a file of 20 GB through 50 MB of memory.'),
      lecture('Testing against real services', 'Why the mocks agreed and production did not.'),
    ],
  },
  {
    expertise: 'GraphQL and API design',
    lectures: [
      lecture('Schemas that age well', 'Nullability, connections and deprecation from a client’s point of view.'),
      lecture('Batching and the N+1 problem', 'Loaders, their scope, and what they cannot do.'),
      lecture('Limits for public APIs', 'Depth, breadth and rate: saying no cheaply.'),
    ],
  },
  {
    expertise: 'Kubernetes and site reliability',
    lectures: [
      lecture('Probes that tell the truth', 'Liveness, readiness and the outages caused by confusing them.'),
      lecture('Draining without losing a request', 'What happens between SIGTERM and the last byte.'),
      lecture('Writing a useful post-mortem', 'From a timeline to the two changes that matter.'),
      lecture('Capacity on the back of an envelope', 'Little’s law, queues and headroom.'),
    ],
  },
  {
    expertise: 'Statistics and data analysis',
    lectures: [
      lecture('Averages that mislead', 'Percentiles, skew and Simpson’s paradox in real measurements.'),
      lecture('Designing an experiment', 'Sample size, stopping rules and honest conclusions.'),
      lecture('Cleaning a messy data set', 'Duplicates, units and time zones, worked through together.'),
    ],
  },
  {
    expertise: 'Machine learning',
    lectures: [
      lecture('Gradient descent by hand', 'Two parameters, one blackboard, no library.'),
      lecture('When the training set lies', 'Leakage, drift and how to notice before your users do.'),
      lecture('Evaluating language models', 'Building a test set that is worth its labels.'),
    ],
  },
  {
    expertise: 'React and web performance',
    lectures: [
      lecture('Rendering on a slow phone', 'Profiling, splitting and shipping less.'),
      lecture('State without tears', 'Server state, form state and the little that is left.'),
      lecture('Accessible components', 'Focus, roles and names; tested with a screen reader.'),
    ],
  },
  {
    expertise: 'Mobile development',
    lectures: [
      lecture('Offline first', 'Queues, conflicts and what to tell the user.'),
      lecture('Push notifications people keep', 'Channels, timing and restraint.'),
      lecture('Shipping to two stores', 'Signing, review and staged roll-out.'),
    ],
  },
  {
    expertise: 'Interaction design',
    lectures: [
      lecture('Sketching interfaces', 'Paper, pens and twelve ideas in an hour.'),
      lecture('Interviewing users', 'Asking about last Tuesday instead of in general.'),
      lecture('Forms that forgive', 'Labels, errors and the order of questions.'),
    ],
  },
  {
    expertise: 'Application security',
    lectures: [
      lecture('Sessions and tokens', 'What signing out has to mean, and how it fails.'),
      lecture('Threat modelling for teams', 'Four questions and a whiteboard.'),
      lecture('Passwords in 2026', 'Hashing, leaked lists and passkeys.'),
      lecture('Injection, still', 'One root cause from SQL to shells and prompts.'),
    ],
  },
];
