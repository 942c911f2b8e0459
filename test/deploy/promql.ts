/** What an expression of PromQL names. Enough of the language for our dashboard and alarms; a test sees to that. */
export interface Named {
  metrics: string[];
  /** Labels that a metric is selected by, with the value where it must be equal. */
  selectors: { metric: string; label: string; equals: string | null }[];
  /** Labels that results are grouped by. */
  groups: string[];
}

const WORDS = new Set([
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'and',
  'or',
  'unless',
  'bool',
  'offset',
]);

export function namesOf(expression: string): Named {
  const selectors: Named['selectors'] = [];
  const groups: string[] = [];
  const metrics = new Set<string>();
  // Ranges and subqueries, then groupings; braces last, for they belong to the name before them.
  const bare = expression
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g, (_all, labels: string) => {
      groups.push(...labels.split(',').map((label) => label.trim()));
      return '';
    })
    .replace(/([a-zA-Z_:][\w:]*)\{([^}]*)\}/g, (_all, metric: string, matchers: string) => {
      metrics.add(metric);
      for (const [, label = '', operator, value = ''] of matchers.matchAll(/(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g)) {
        selectors.push({ metric, label, equals: operator === '=' && !value.startsWith('$') ? value : null });
      }
      return '0';
    })
    .replace(/"[^"]*"/g, '');
  for (const [name] of bare.matchAll(/(?<![\w.])[a-zA-Z_:][\w:]*(?!\w*\s*\()/g))
    if (!WORDS.has(name)) metrics.add(name);
  return { metrics: [...metrics], selectors, groups };
}
