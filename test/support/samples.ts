/** The samples of the text that Prometheus reads: name and labels as they are written → value. */
export type Samples = ReadonlyMap<string, number>;

export function readSamples(text: string): Samples {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}
