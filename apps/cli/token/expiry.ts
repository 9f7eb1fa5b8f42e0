/** When a token ends: a moment in UTC, or null when it does not end by itself. */
export interface Expiry {
  readonly at: string | null;
}

const msPerHour = 3_600_000;
const hoursIn = { h: 1, d: 24, w: 168, y: 8_760 } as const;

const atDayEnd = (day: string): Date | undefined => {
  const end = new Date(`${day}T23:59:59.999Z`);
  // 2027-02-30 would be taken for the second of March.
  return Number.isNaN(end.getTime()) || !end.toISOString().startsWith(day) ? undefined : end;
};

const momentOf = (text: string, now: Date): Date | undefined => {
  const [, count, unit] = /^(\d{1,5})([hdwy])$/.exec(text) ?? [];
  if (count !== undefined)
    return new Date(now.getTime() + Number(count) * hoursIn[unit as keyof typeof hoursIn] * msPerHour);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? atDayEnd(text) : undefined;
};

/** `90d` from now, the end of a day (`2027-01-31`, UTC), or `never`. Undefined when it is none of them, or is past. */
export const expiryOf = (text: string, now: Date): Expiry | undefined => {
  if (text === 'never') return { at: null };
  const moment = momentOf(text, now);
  return moment && moment > now ? { at: moment.toISOString() } : undefined;
};
