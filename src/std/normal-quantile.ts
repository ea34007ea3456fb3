// The quantile of the standard normal distribution: Wichura 1988, algorithm AS 241 (PPND16), exact to about 16 digits. Divisions,
// logarithms and square roots only, so that every version of Node gives the same number.

import { assert } from './assert.ts';

/** Within this of one half the first of three rational functions holds. */
const CENTRE = 0.425;
/** Where the tail's second function takes over, in sqrt(-log probability). */
const FAR = 5;

const CENTRE_OVER = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
  33430.57558358813, 2509.0809287301227,
];
const CENTRE_UNDER = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
  5226.495278852546,
];
const NEAR_OVER = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
  0.022723844989269184, 0.0007745450142783414,
];
const NEAR_UNDER = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
const FAR_OVER = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
const FAR_UNDER = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
  1.421511758316446e-7, 2.0442631033899397e-15,
];

/** The z with P(Z <= z) = `probability`, in (0, 1). */
export function normalQuantile(probability: number): number {
  assert(probability > 0 && probability < 1, 'a quantile belongs to a probability between 0 and 1');
  const fromHalf = probability - 0.5;
  if (Math.abs(fromHalf) <= CENTRE) {
    const argument = CENTRE * CENTRE - fromHalf * fromHalf;
    return (fromHalf * polynomial(CENTRE_OVER, argument)) / polynomial(CENTRE_UNDER, argument);
  }
  const root = Math.sqrt(-Math.log(Math.min(probability, 1 - probability)));
  const size =
    root <= FAR
      ? polynomial(NEAR_OVER, root - 1.6) / polynomial(NEAR_UNDER, root - 1.6)
      : polynomial(FAR_OVER, root - FAR) / polynomial(FAR_UNDER, root - FAR);
  return fromHalf < 0 ? -size : size;
}

/** Coefficients stand in rising order of the power. */
function polynomial(coefficients: readonly number[], argument: number): number {
  let sum = 0;
  for (let power = coefficients.length - 1; power >= 0; power -= 1) {
    sum = sum * argument + (coefficients[power] as number);
  }
  return sum;
}
