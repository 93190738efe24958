/** The score of a job in `prioritized`, as snapshots show it. Its priority should make more than 13 digits, which times have. */
export const placeOf = (priority: number, arrival: number): string =>
  String(priority * 4398046511104 + 2199023255552 + arrival);
