/** A calendar day, `YYYY-MM-DD`, in the ledger's time zone. The world's clock ticks in days. */
export type LocalDate = string;
/** A moment in UTC, ISO 8601 with milliseconds and `Z`. The ledger's clock ticks in milliseconds. */
export type Instant = string;

/** The calendar day of a moment in an IANA time zone. */
export const dateIn = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  // Zones differ by whole minutes, and whoever asks mostly asks about now.
  let known: { readonly minute: number; readonly date: LocalDate } | undefined;
  return (instant: Instant | Date): LocalDate => {
    const ms = typeof instant === 'string' ? Date.parse(instant) : instant.getTime();
    const minute = Math.floor(ms / 60_000);
    if (known?.minute !== minute) known = { minute, date: format.format(ms) };
    return known.date;
  };
};

/** The day so many days later; earlier, when `days` is negative. */
export const addDays = (date: LocalDate, days: number): LocalDate =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

/** Whole days from one day to a later one; negative when it is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** The last of some days; at least one must be given. */
export const latest = (...dates: LocalDate[]): LocalDate => dates.reduce((a, b) => (a > b ? a : b));
