// Times of an axis in a time zone: where its marks stand and how they and the points are written. Right over changes of the clock.
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day, 14 * day];
/** 1970 began on a Thursday; weeks begin on Mondays. */
const monday = 4 * day;

export class Clockwork {
  private readonly parts: Intl.DateTimeFormat;
  private readonly time: Intl.DateTimeFormat;
  private readonly date: Intl.DateTimeFormat;
  private readonly month: Intl.DateTimeFormat;
  private readonly weekday: Intl.DateTimeFormat;

  constructor(timeZone: string) {
    const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat("en-GB", { timeZone, ...options });
    this.parts = format({ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" });
    this.time = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.date = format({ day: "numeric", month: "short" });
    this.month = format({ month: "short", year: "numeric" });
    this.weekday = format({ weekday: "short", day: "numeric", month: "short" });
  }

  /** At most `most` round times between two instants. */
  marks(from: number, to: number, most: number): number[] {
    const step = steps.find((candidate) => (to - from) / candidate <= most);
    return step ? this.every(step, from, to) : this.months(from, to, most);
  }

  /** A mark of the axis: the time, or the date where a day begins. */
  mark(at: number, span: number): string {
    if (span > 200 * day) return this.month.format(at);
    return this.local(at) % day === 0 ? this.date.format(at) : this.time.format(at);
  }

  /** A bucket in full. */
  full(at: number, step: number): string {
    return step >= 23 * hour ? this.weekday.format(at) : `${this.weekday.format(at)}, ${this.time.format(at)}`;
  }

  private every(step: number, from: number, to: number): number[] {
    const origin = step % (7 * day) === 0 ? monday : 0;
    const found: number[] = [];
    for (let local = Math.ceil((this.local(from) - origin) / step) * step + origin; ; local += step) {
      const at = this.instant(local);
      if (at > to) return found;
      if (at >= from) found.push(at);
    }
  }

  private months(from: number, to: number, most: number): number[] {
    const start = new Date(this.local(from));
    const each = Math.max(1, Math.ceil((to - from) / (30 * day) / most));
    const found: number[] = [];
    for (let month = start.getUTCMonth() + 1; ; month += each) {
      const at = this.instant(Date.UTC(start.getUTCFullYear(), month));
      if (at > to) return found;
      found.push(at);
    }
  }

  /** The wall clock's reading, as if it were UTC. */
  private local(at: number): number {
    const part = Object.fromEntries(this.parts.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second);
  }

  /** When the wall clock shows this; looked at twice, as the offset may differ between guess and answer. */
  private instant(local: number): number {
    const guess = local - (this.local(local) - local);
    return local - (this.local(guess) - guess);
  }
}
