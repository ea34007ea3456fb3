// The standard error of the difference of two independent estimates, and the degrees of freedom of its Student distribution (Welch 1947,
// Satterthwaite 1946).

export interface StandardError {
  readonly standard_error: number;
  readonly degrees: number;
}

/** The degrees are rounded down, to no less than one. */
export function errorOfDifference(one: StandardError, other: StandardError): StandardError {
  const [left, right] = [one.standard_error * one.standard_error, other.standard_error * other.standard_error];
  const variance = left + right;
  const spread = (left * left) / one.degrees + (right * right) / other.degrees;
  const degrees = spread > 0 ? Math.floor((variance * variance) / spread) : Math.min(one.degrees, other.degrees);
  return { standard_error: Math.sqrt(variance), degrees: Math.max(1, degrees) };
}
