const PATTERN = /^P(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i;
const SECONDS = [7 * 86_400, 86_400, 3_600, 60, 1] as const;

/**
 * Seconds in an ISO 8601 duration of weeks, days, hours, minutes and seconds (`P7D`, `PT12H`); null when the
 * text is none. Years and months are not accepted: how long they are depends on the day one counts from.
 */
export function durationSeconds(text: string): number | null {
  const match = PATTERN.exec(text);
  if (match === null) return null;
  return SECONDS.reduce((total, seconds, index) => total + Number(match[index + 1] ?? 0) * seconds, 0);
}
