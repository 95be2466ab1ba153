const UNITS = [
  { seconds: 86_400, name: 'd' },
  { seconds: 3_600, name: 'h' },
  { seconds: 60, name: 'min' },
  { seconds: 1, name: 's' },
] as const;

/** `2 h 14 min`: the two largest units that say something. Negative lengths count as none. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const first = UNITS.findIndex((unit) => whole >= unit.seconds);
  if (first < 0) return '0 s';
  const parts = UNITS.slice(first, first + 2).map(({ seconds: size, name }, index) => {
    const count = Math.floor((index === 0 ? whole : whole % UNITS[first]!.seconds) / size);
    return count === 0 ? [] : [`${count} ${name}`];
  });
  return parts.flat().join(' ');
}

/** The time between two instants (ISO 8601), as `formatDuration` writes it. */
export function formatAge(since: string, until: string): string {
  return formatDuration((Date.parse(until) - Date.parse(since)) / 1000);
}
