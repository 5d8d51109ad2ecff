// Continues a line that the server began (Words/Sparkline.cs).
const width = 120;
const height = 28;
const margin = 2;

export class Sparkline {
  private readonly values: (number | null)[];

  constructor(private readonly line: SVGPolylineElement, initial: string, private readonly capacity: number) {
    this.values = initial === "" ? [] : initial.split(",").map((text) => (text === "" ? null : Number(text)));
  }

  add(value: number | null): void {
    this.values.push(value);
    if (this.values.length > this.capacity) this.values.shift();
    this.line.setAttribute("points", this.points());
  }

  private points(): string {
    const known = this.values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
    if (known.length < 2) return "";
    const top = Math.max(...known.map((point) => point.value), Number.MIN_VALUE);
    const step = width / (this.capacity - 1);
    const start = width - (this.values.length - 1) * step;
    return known
      .map(({ value, index }) => `${(start + index * step).toFixed(1)},${(height - margin - (value / top) * (height - 2 * margin)).toFixed(1)}`)
      .join(" ");
  }
}
